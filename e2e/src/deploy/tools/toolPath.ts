import { logLine } from '../../realServers/describeReal';
import { manifestTool, type ManifestTool } from './manifestTool';

/** Long enough to build one on a slow machine beside other work. */
export const BUILD_TIMEOUT_MS = 10 * 60_000;

/**
 * Where a tool is; `undefined`, with a line that says why, where it cannot be
 * had: tests go without it.
 *
 * @throws Error when Go is there but the build fails
 */
export async function toolPath(
  name: ManifestTool,
): Promise<string | undefined> {
  const tool = await manifestTool(name, { log: logLine });
  if (tool.kind === 'found') return tool.path;
  logLine(tool.reason);
  return undefined;
}

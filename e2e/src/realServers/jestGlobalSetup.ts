import { buildKubeApiServer } from './buildKubeApiServer';
import { logLine } from './describeReal';

/**
 * Builds the real kube-apiserver once, before the first suite; where that
 * cannot be, says why in one line. Jest asks for a default export.
 */
export default async function buildOnce(): Promise<void> {
  const built = await buildKubeApiServer({ log: logLine });
  if (built.kind === 'unavailable') logLine(built.reason);
}

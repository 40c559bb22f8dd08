import { readdirSync } from 'fs';
import { join } from 'path';
import { manifestTool } from '../deploy/tools/manifestTool';
import { capture } from '../deploy/tools/capture';
import { logLine } from '../realServers/describeReal';
import { WORKFLOWS } from './workflows';

const BUILD_MS = 5 * 60_000;

it(
  'actionlint finds nothing in the workflows',
  async () => {
    const tool = await manifestTool('actionlint', { log: logLine });
    if (tool.kind === 'unavailable') {
      logLine(tool.reason);
      return;
    }
    const files = readdirSync(WORKFLOWS).map(name => join(WORKFLOWS, name));
    expect(await capture(tool.path, ['-no-color', ...files])).toBe('');
  },
  BUILD_MS,
);

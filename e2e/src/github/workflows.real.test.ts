import { readdirSync } from 'fs';
import { join } from 'path';
import { capture } from '../deploy/tools/capture';
import { toolPath } from '../deploy/tools/toolPath';
import { WORKFLOWS } from './workflows';

const BUILD_MS = 5 * 60_000;

it(
  'actionlint finds nothing in the workflows',
  async () => {
    const actionlint = await toolPath('actionlint');
    if (!actionlint) return;
    const files = readdirSync(WORKFLOWS).map(name => join(WORKFLOWS, name));
    expect(await capture(actionlint, ['-no-color', ...files])).toBe('');
  },
  BUILD_MS,
);

import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SETTINGS = join(__dirname, 'processSettings.json');

/** As `keepSmall` does, in a process of its own. */
const SET = `
  const v8 = require('node:v8');
  for (const { name, value } of require(${JSON.stringify(SETTINGS)}).v8) {
    v8.setFlagsFromString(value === undefined ? name : name + '=' + value);
  }`;

const CHURN = `
  let kept = [];
  for (let index = 0; index < 1e6; index += 1) {
    kept.push({ index });
    if (kept.length > 1e5) kept = [];
  }
  const space = v8.getHeapSpaceStatistics().find(one => one.space_name === 'new_space');
  process.stdout.write(String(space.space_size / 1024 / 1024));`;

describe('the settings of the process', () => {
  it('are all known to the engine of this Node, which else complains', () => {
    const { stderr, status } = spawnSync(process.execPath, ['-e', SET]);
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });

  it('keep the young generation small, though set while it runs', () => {
    const megabytes = Number(
      execFileSync(process.execPath, ['-e', SET + CHURN]),
    );
    expect(megabytes).toBeGreaterThan(0);
    expect(megabytes).toBeLessThanOrEqual(4);
  });
});

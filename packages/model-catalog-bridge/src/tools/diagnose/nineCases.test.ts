import { createRig } from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';
import { shownOutput } from '../__testUtils__/shownOutput';
import { CASES, type Patient, type Rig } from './__testUtils__/cases';
import { besides, steady } from './__testUtils__/steady';

jest.setTimeout(120_000);

const GOOD = 'good cluster';

type Told = { code: number; text: string };

async function tell(make: (rig: Rig) => Promise<Patient>): Promise<Told> {
  const rig = await createRig();
  try {
    const { environment, places, end } = await make(rig);
    try {
      const { code, out } = await runTool(['diagnose'], environment);
      return { code, text: steady(out, places) };
    } finally {
      await end();
    }
  } finally {
    await rig.close();
  }
}

const command = (output: string) =>
  `$ model-catalog-bridge diagnose\n${output}`;

/** A line that fails, and the arrow that has to be below it. */
const failing = (text: string) =>
  text
    .split('\n')
    .map((line, index, all) => ({ line, next: all[index + 1] ?? '' }))
    .filter(({ line }) => line.startsWith('FAIL'));

describe('diagnose, as docs/troubleshooting.md shows it', () => {
  let good: Told;

  beforeAll(async () => {
    good = await tell(async rig => {
      const make = CASES[GOOD];
      if (!make) {
        throw new Error(GOOD);
      }
      return make(rig);
    });
  });

  it('with a good cluster', () => {
    expect(good.code).toBe(0);
    expect(failing(good.text)).toEqual([]);
    const whole = command(good.text);
    expect(shownOutput('troubleshooting.md', GOOD, whole)).toBe(whole);
    expect(shownOutput('tool.md', 'diagnose', whole)).toBe(whole);
  });

  it.each([
    ['missing right', 1],
    ['wrong token', 1],
    ['expired token', 1],
    ['no CRD', 1],
    ['no registry', 0],
    ['TLS error', 1],
    ['full ConfigMap', 1],
    ['old location service', 0],
  ])('with: %s', async (name, expected) => {
    const make = CASES[name];
    const { code, text } = await tell(rig =>
      make ? make(rig) : Promise.reject(new Error(name)),
    );

    expect(code).toBe(expected);
    const flaws = besides(text, good.text);
    expect(flaws).toMatch(/^(FAIL|warn) /m);
    expect(flaws).toMatch(/^ {6}→ /m);
    expect(failing(flaws).filter(({ next }) => !/^ {6}→ /.test(next))).toEqual(
      [],
    );
    const shown = command(flaws);
    expect(shownOutput('troubleshooting.md', name, shown)).toBe(shown);
  });
});

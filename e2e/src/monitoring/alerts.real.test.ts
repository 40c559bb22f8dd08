import { logLine } from '../realServers/describeReal';
import { type Alert, alerts, alertsOf, asAsked, panels } from './files';
import { type Judge, promqlJudge, type Series } from './promql';
import {
  PUBLISHER_IS_WELL,
  PUBLISHER_TROUBLE,
  PUBLISHER_WITH_STANDBY,
} from './publisherWorlds';
import {
  ALL_IS_WELL,
  END_SECONDS,
  STEP_SECONDS,
  TROUBLE,
  WITH_STANDBY,
} from './worlds';

const BUILD_MS = 10 * 60_000;

describe("the alerts, by Prometheus's own engine", () => {
  let judge: Judge | undefined;

  beforeAll(async () => {
    const found = await promqlJudge();
    if (found.kind === 'found') judge = found.judge;
    else logLine(found.reason);
  }, BUILD_MS);

  /** Those that are heard in the end. */
  async function heard(
    judging: Judge,
    rules: readonly Alert[],
    series: readonly Series[],
  ) {
    const time = { stepSeconds: STEP_SECONDS, atSeconds: END_SECONDS };
    const questions = rules.map(({ expr }) => ({ expr, series, ...time }));
    const answers = await judging(questions);
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
    return rules
      .filter((_, index) => (answers[index]?.results ?? []).length > 0)
      .map(({ alert }) => alert);
  }

  describe.each([
    ['connector', TROUBLE, [ALL_IS_WELL, WITH_STANDBY]],
    [
      'publisher',
      PUBLISHER_TROUBLE,
      [PUBLISHER_IS_WELL, PUBLISHER_WITH_STANDBY],
    ],
  ] as const)('of the %s', (whose, trouble, well) => {
    const ours = alertsOf(whose);

    it('have a case each', () => {
      expect(Object.keys(trouble)).toEqual(ours.map(({ alert }) => alert));
    });

    it('are silent where all is well, also where another process stands by', async () => {
      if (!judge) return;
      for (const series of well) {
        expect(await heard(judge, ours, series)).toEqual([]);
      }
    });

    it.each(Object.entries(trouble))(
      '%s is heard alone',
      async (alert, series) => {
        if (!judge) return;
        expect(await heard(judge, ours, series)).toEqual([alert]);
      },
    );
  });

  it('are silent where both run, and both are well', async () => {
    if (!judge) return;
    const both = [...WITH_STANDBY, ...PUBLISHER_WITH_STANDBY];
    expect(await heard(judge, alerts(), both)).toEqual([]);
  });

  it('and the queries of the dashboard are understood', async () => {
    if (!judge) return;
    const asked = panels().flatMap(({ targets }) =>
      targets.map(({ expr }) => ({ expr: asAsked(expr) })),
    );
    const answers = await judge([...asked, { expr: 'sum by (' }]);
    const errors = answers.flatMap(({ error }) => error ?? []);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/parse error/);
  });
});

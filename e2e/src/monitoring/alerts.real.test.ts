import { logLine } from '../realServers/describeReal';
import { alerts, asAsked, panels } from './files';
import { type Judge, promqlJudge, type Series } from './promql';
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
  async function heard(judging: Judge, series: readonly Series[]) {
    const time = { stepSeconds: STEP_SECONDS, atSeconds: END_SECONDS };
    const questions = alerts().map(({ expr }) => ({ expr, series, ...time }));
    const answers = await judging(questions);
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
    return alerts()
      .filter((_, index) => (answers[index]?.results ?? []).length > 0)
      .map(({ alert }) => alert);
  }

  it('has a case for each', () => {
    expect(Object.keys(TROUBLE)).toEqual(alerts().map(({ alert }) => alert));
  });

  it('are silent where all is well, also where another process stands by', async () => {
    if (!judge) return;
    expect(await heard(judge, ALL_IS_WELL)).toEqual([]);
    expect(await heard(judge, WITH_STANDBY)).toEqual([]);
  });

  it.each(Object.entries(TROUBLE))(
    '%s is heard alone',
    async (alert, series) => {
      if (!judge) return;
      expect(await heard(judge, series)).toEqual([alert]);
    },
  );

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

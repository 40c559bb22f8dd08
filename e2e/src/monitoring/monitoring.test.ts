import { alerts, knownMetrics, panels, RULES, rulesOf, runbook } from './files';

const QUERIES = [
  ...alerts().map(({ alert, expr }) => [alert, expr] as const),
  ...panels().flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [title, expr] as const),
  ),
];
const NAMES = /\b(?:model_catalog|process|nodejs)_\w+/g;

describe('what is watched', () => {
  it.each(QUERIES)('%s asks for metrics that there are: %s', (_, expr) => {
    const known = knownMetrics();
    const named = [...expr.matchAll(NAMES)].map(String);
    expect(named).not.toEqual([]);
    expect(named.filter(name => !known.has(name))).toEqual([]);
  });

  it('is in the chart as it is beside it', () => {
    expect(
      rulesOf('deploy/charts/model-catalog-bridge/files/rules.yaml'),
    ).toEqual(rulesOf(RULES.connector));
  });

  it('says for each alert, and nothing else, what to do', () => {
    const told = runbook();
    expect([...told.keys()]).toEqual(alerts().map(({ alert }) => alert));
    for (const { alert, annotations } of alerts()) {
      expect(annotations.runbook).toBe(
        `docs/operations.md#${alert.toLowerCase()}`,
      );
      expect(told.get(alert)).toMatch(/\*\*Do\.\*\* \S/);
    }
  });

  it('has panels beside each other, none on another', () => {
    const all = panels();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const over = all.flatMap(({ title, gridPos: a }, index) =>
      all
        .slice(index + 1)
        .filter(
          ({ gridPos: b }) =>
            a.x < b.x + b.w &&
            b.x < a.x + a.w &&
            a.y < b.y + b.h &&
            b.y < a.y + a.h,
        )
        .map(other => `${title} and ${other.title}`),
    );
    expect(over).toEqual([]);
    expect(all.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });
});

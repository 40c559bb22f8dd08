import { generateWorld, type Simulator } from '@model-catalog/rhoai-simulator';
import { version } from '../../package.json';
import { startAll } from '../roles/all';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  eventually,
  TOKEN,
} from '../roles/__testUtils__/bridge';
import { createPod } from '../roles/__testUtils__/sidecars';
import { metricRows } from './__testUtils__/metricsPage';

jest.setTimeout(60_000);

const SIDECARS = ['storage-rest', 'rhoai-normalizer', 'location'] as const;

const namesIn = (text: string) =>
  [...text.matchAll(/^# TYPE (model_catalog_\w+) /gm)].map(([, name]) => name);

/** The number of a series; `undefined` where there is none. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find(one => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

const namesOf = async (role: string) =>
  (await metricRows())
    .filter(({ roles }) => roles.some(one => one === role))
    .map(({ name }) => name);

describe('GET /metrics', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  beforeAll(async () => {
    rig = await createRig();
    const user = { token: TOKEN, user: 'connector', rules: DOCUMENTED_ROLE };
    simulator = await rig.cluster({ users: [user] });
    generateWorld(simulator, { models: 2, versions: 1, cards: 0, deployed: 1 });
  });
  afterAll(() => rig.close());

  describe('of the three sidecars', () => {
    let pod: Awaited<ReturnType<typeof createPod>>;
    beforeAll(async () => {
      pod = await createPod(simulator, 'rhdh');
      for (const role of SIDECARS) {
        await pod.start(role, { MR_ROUTE: `m=${simulator.registry.url}` });
      }
      await eventually(async () => {
        const { length } = await pod.records();
        if (length !== 3) throw new Error(`${length} records`);
      });
    });
    afterAll(() => pod.close());
    const metricsOf = async (role: (typeof SIDECARS)[number]) =>
      (await pod.get(role, 'metrics', '/metrics')).body;

    it.each(SIDECARS)('has for %s what the page says', async role => {
      const text = await metricsOf(role);
      expect(namesIn(text).sort()).toEqual(await namesOf(role));
      const node = process.versions.node;
      const build = `model_catalog_build_info{version="${version}",role="${role}",node="${node}"}`;
      expect(valueOf(text, build)).toBe(1);
      await eventually(async () =>
        expect(valueOf(await metricsOf(role), 'model_catalog_ready')).toBe(1),
      );
    });

    it('says who leads, which sources are read, and how old that is', async () => {
      const text = await metricsOf('rhoai-normalizer');
      const source = 'source="model-registry/m"';
      const value = (series: string) =>
        valueOf(text, `model_catalog_${series}`);
      expect(value('leader')).toBe(1);
      expect(value('records')).toBe(3);
      expect(value(`source_state{${source},state="complete"}`)).toBe(1);
      expect(value(`source_state{${source},state="failed"}`)).toBe(0);
      expect(value(`source_age_seconds{${source}}`)).toBeLessThan(60);
      expect(value('store_error')).toBe(0);
      expect(value('runs_total')).toBeGreaterThan(0);
      expect(
        value(
          'http_requests_total{target="model-registry",method="GET",status="200"}',
        ),
      ).toBeGreaterThan(0);
      expect(
        value('http_request_duration_seconds_count{target="model-registry"}'),
      ).toBeGreaterThan(0);
    });

    it('counts writes where the store is, and answers where they are given', async () => {
      const done = 'store_operations_total{operation="apply",outcome="done"}';
      expect(
        valueOf(await metricsOf('storage-rest'), `model_catalog_${done}`),
      ).toBeGreaterThan(0);

      await pod.get('location', 'location', '/list');
      await pod.get('location', 'location', '/nothing');
      await eventually(async () => {
        const text = await metricsOf('location');
        const asked = 'model_catalog_location_requests_total';
        expect(valueOf(text, `${asked}{route="list",status="200"}`)).toBe(1);
        expect(valueOf(text, `${asked}{route="other",status="404"}`)).toBe(1);
      });
    });
  });

  it('of all in one process has everything', async () => {
    const one = await rig.bridge(
      {
        ...environmentOf(simulator),
        NAMESPACE: 'rhdh',
        MR_ROUTE: `m=${simulator.registry.url}`,
      },
      startAll,
    );
    const answer = await fetch(`http://127.0.0.1:${one.ports.metrics}/metrics`);
    expect(namesIn(await answer.text()).sort()).toEqual(await namesOf('all'));
  });
});

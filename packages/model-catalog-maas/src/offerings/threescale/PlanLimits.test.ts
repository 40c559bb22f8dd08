import {
  addApplicationPlan,
  addLimit,
  addMetric,
  createBackend,
  createService,
  createUsage,
  metricsOf,
  startThreescale,
  type Tenant,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { type AdminApi, createAdminApi } from '../../threescale/adminApi';
import { PlanLimits } from './PlanLimits';

jest.setTimeout(30_000);

const TOKEN = 'a-read-only-token';

describe('the limits of plans', () => {
  let threescale: Threescale;
  let tenant: Tenant;
  let api: AdminApi;

  beforeEach(async () => {
    threescale = await startThreescale({
      tokens: [{ value: TOKEN, permission: 'ro' }],
    });
    tenant = threescale.tenant;
    api = createAdminApi({
      url: threescale.url,
      token: () => TOKEN,
      http: { retry: { retries: 0 } },
    });
  });
  afterEach(async () => {
    await api.close();
    await threescale.stop();
  });

  const product = (name: string) => {
    const { id } = createService(tenant, { name, system_name: name });
    const [hits] = metricsOf(tenant, { type: 'service', id });
    return { id, hits: hits?.id ?? 0 };
  };
  const plan = (serviceId: number, name: string) => ({
    serviceId,
    id: addApplicationPlan(tenant, serviceId, { name, system_name: name }).id,
  });
  const limit = (planId: number, metricId: number, value = 5) =>
    addLimit(tenant, { planId, metricId }, { period: 'minute', value });
  const asked = () =>
    threescale.requests.filter(one => one.includes('/limits.json')).length;

  it('are those of metrics, methods and backends, by their names', async () => {
    const granite = product('granite');
    const chat = addMetric(
      tenant,
      { type: 'service', id: granite.id },
      { friendly_name: 'Chat', system_name: 'chat', parent: granite.hits },
    );
    const backend = createBackend(tenant, {
      ...{ name: 'granite', system_name: 'granite' },
      private_endpoint: 'http://granite-predictor.demo.svc:8080',
    });
    const owner = { type: 'backend', id: backend.id } as const;
    const tokens = addMetric(tenant, owner, {
      ...{ friendly_name: 'Tokens', system_name: 'tokens', unit: '1' },
    });
    createUsage(tenant, granite.id, { backend_api_id: backend.id, path: '/' });
    const trial = plan(granite.id, 'trial');
    limit(trial.id, granite.hits, 60);
    limit(trial.id, chat.id, 10);
    limit(trial.id, tokens.id, 1000);
    const free = plan(granite.id, 'free');
    const limits = new PlanLimits();
    expect(limits.of(trial.id)).toEqual([]);
    expect(await limits.read(api, [trial, free])).toBeUndefined();
    expect(limits.of(trial.id)).toEqual([
      { metric: 'hits', period: 'minute', value: 60 },
      { metric: 'chat', period: 'minute', value: 10 },
      { metric: 'tokens', period: 'minute', value: 1000 },
    ]);
    expect(limits.of(free.id)).toEqual([]);
  });

  it('change with the next reading, and go with their plan', async () => {
    const granite = product('granite');
    const trial = plan(granite.id, 'trial');
    limit(trial.id, granite.hits);
    const limits = new PlanLimits();
    await limits.read(api, [trial]);
    tenant.limits.deleteWhere(() => true);
    await limits.read(api, [trial]);
    expect(limits.of(trial.id)).toEqual([]);
    limit(trial.id, granite.hits);
    await limits.read(api, [trial]);
    tenant.applicationPlans.delete(trial.id);
    expect(await limits.read(api, [trial])).toBeUndefined();
    expect(limits.of(trial.id)).toEqual([]);
  });

  it('stay as they were where 3scale does not tell them, which is said', async () => {
    const granite = product('granite');
    const trial = plan(granite.id, 'trial');
    limit(trial.id, granite.hits);
    const limits = new PlanLimits();
    await limits.read(api, [trial]);
    threescale.faults.set({ kind: 'forbidden', path: /limits/ });
    const problem = await limits.read(api, [trial]);
    expect(problem).toContain(`limits of plan ${trial.id}`);
    expect(problem).not.toContain(TOKEN);
    expect(limits.of(trial.id)).toHaveLength(1);
  });

  it('of many plans are all read at first, and then in turns', async () => {
    const granite = product('granite');
    const plans = Array.from({ length: 150 }, (_, index) =>
      plan(granite.id, `plan_${index}`),
    );
    const limits = new PlanLimits();
    await limits.read(api, plans);
    expect(asked()).toBe(150);
    for (const { id } of plans) limit(id, granite.hits);
    await limits.read(api, plans);
    expect(asked()).toBe(250);
    await limits.read(api, plans);
    expect(plans.every(({ id }) => limits.of(id).length === 1)).toBe(true);
  });
});

import type { Simulator } from '@model-catalog/rhoai-simulator';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  eventually,
  serviceOf,
  TOKEN,
} from './__testUtils__/bridge';

jest.setTimeout(30_000);

const SERVICES = '/api/v1/namespaces/rhoai-model-registries/services';

describe('what the bridge finds in the cluster without any configuration', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;

  beforeEach(async () => {
    rig = await createRig();
    simulator = await rig.documented();
  });
  afterEach(() => rig.close());

  it('is the registry and the catalog, with the documented rights, and no warning', async () => {
    const bridge = await rig.bridge(environmentOf(simulator));
    await eventually(async () =>
      expect(await bridge.sources()).toEqual({
        discovery: 'complete',
        kserve: 'complete',
        'kserve-llm': 'unavailable',
        'model-registry/model-registry': 'complete',
        'model-catalog': 'complete',
        openapi: 'complete',
      }),
    );
    expect(await bridge.records()).toHaveLength(3);
    expect(bridge.warnings()).toEqual([]);
  });

  it('comes and goes while we run, and nothing of it is lost in between', async () => {
    const bridge = await rig.bridge(environmentOf(simulator));
    const { send } = rig.adminOf(simulator);
    await eventually(async () =>
      expect(await bridge.records()).toHaveLength(3),
    );
    const before = await bridge.records();

    const second = new URL(simulator.registry.url).host;
    await send('POST', SERVICES, serviceOf('second', 'model-registry', second));
    await eventually(async () => {
      expect((await bridge.sources())['model-registry/second']).toBe(
        'complete',
      );
      expect(await bridge.records()).toHaveLength(5);
    });

    await send('DELETE', `${SERVICES}/model-registry`);
    await eventually(async () => {
      expect((await bridge.sources())['model-registry/model-registry']).toBe(
        'failed',
      );
      expect(await bridge.readyz()).toContain(
        'its Service rhoai-model-registries/model-registry is gone since',
      );
    });
    expect(await bridge.records()).toEqual(expect.arrayContaining(before));

    await send(
      'POST',
      SERVICES,
      serviceOf('model-registry', 'model-registry', second),
    );
    await eventually(async () =>
      expect((await bridge.sources())['model-registry/model-registry']).toBe(
        'complete',
      ),
    );
    expect(await bridge.records()).toEqual(expect.arrayContaining(before));
  });

  it('is waited for after a restart, and said what to do, until somebody decides', async () => {
    const first = await rig.bridge(environmentOf(simulator));
    await eventually(async () => expect(await first.records()).toHaveLength(3));
    const before = await first.records();
    await first.end();
    const { send } = rig.adminOf(simulator);
    await send('DELETE', `${SERVICES}/model-registry`);

    const second = await rig.bridge(environmentOf(simulator));
    await eventually(async () => {
      expect((await second.sources())['model-registry/model-registry']).toBe(
        'failed',
      );
      expect(await second.records()).toEqual(before);
    });
    expect(await second.readyz()).toContain(
      'is not found: no Service of that name in rhoai-model-registries, odh-model-registries',
    );
    await second.end();

    const decided = await rig.bridge({
      ...environmentOf(simulator),
      MR_ROUTE: `other=${simulator.registry.url}`,
    });
    await eventually(async () => {
      const sources = await decided.sources();
      expect(sources['model-registry/other']).toBe('complete');
      expect(sources['model-registry/model-registry']).toBeUndefined();
    });
  });

  it('is read at its Route where the address that the operator names leads nowhere', async () => {
    const { send } = rig.adminOf(simulator);
    await send('PATCH', `${SERVICES}/model-registry`, {
      metadata: {
        annotations: {
          'routing.opendatahub.io/external-address-rest': '127.0.0.1:9',
        },
      },
    });
    const bridge = await rig.bridge(environmentOf(simulator));
    await eventually(async () =>
      expect((await bridge.sources())['model-registry/model-registry']).toBe(
        'complete',
      ),
    );
    expect(bridge.infos().filter(line => line.startsWith('Read at'))).toEqual([
      `Read at ${simulator.registry.url} from now on, as another address could not be reached`,
    ]);
  });

  it('is not asked for where registries, catalogs and the dashboard are configured', async () => {
    const bridge = await rig.bridge({
      ...environmentOf(simulator),
      MR_ROUTE: `mine=${simulator.registry.url}`,
      CATALOG_URL: simulator.catalog.url,
      DASHBOARD_URL: 'https://dashboard.example.com',
    });
    await eventually(async () =>
      expect(await bridge.sources()).toMatchObject({
        'model-registry/mine': 'complete',
        'model-catalog': 'complete',
      }),
    );
    const asked = Object.keys(simulator.counters.kubernetes.counts.patterns);
    expect(asked.filter(one => /\b(services|routes)\b/.test(one))).toEqual([]);
    expect(bridge.warnings()).toEqual([]);
  });
});

it('says calmly that there is no registry, and needs no setting for that', async () => {
  const rig = await createRig();
  const simulator = await rig.cluster({
    users: [{ token: TOKEN, user: 'connector', rules: DOCUMENTED_ROLE }],
  });
  const bridge = await rig.bridge(environmentOf(simulator));
  await eventually(async () => {
    await bridge.sources();
    expect(bridge.infos()).toContainEqual(
      expect.stringContaining('Found no registry and no catalog'),
    );
  });
  expect(bridge.warnings()).toEqual([]);
  await rig.close();
});

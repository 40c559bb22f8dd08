import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

describe('what is found, by rights', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;

  beforeEach(async () => {
    rig = await createRig();
    simulator = await rig.documented();
  });
  afterEach(() => rig.close());

  const without = (resource: string) =>
    DOCUMENTED_ROLE.filter(({ resources }) => !resources.includes(resource));

  it.each([
    [
      'services',
      'complete',
      'add to a ClusterRole, or to a Role in namespace rhoai-model-registries: apiGroups [""], resources ["services"], verbs ["get", "list", "watch"]',
    ],
    [
      'routes',
      'complete',
      'add to a ClusterRole, or to a Role in namespace rhoai-model-registries: apiGroups ["route.openshift.io"], resources ["routes"], verbs ["get", "list", "watch"]',
    ],
    [
      'inferenceservices',
      'unavailable',
      'add to a ClusterRole: apiGroups ["serving.kserve.io"], resources ["inferenceservices"], verbs ["get", "list", "watch"]',
    ],
  ])(
    'says once what to grant where %s may not be read',
    async (resource, kserve, rule) => {
      simulator.kubernetes.tokens.set({
        token: TOKEN,
        user: 'connector',
        rules: without(resource),
      });
      const bridge = await rig.bridge(environmentOf(simulator));
      await eventually(async () => {
        const sources = await bridge.sources();
        expect(sources.kserve).toBe(kserve);
        const named = bridge.log.filter(({ msg, error }) =>
          `${msg} ${error}`.includes(rule),
        );
        expect(named).toHaveLength(1);
      });
      const { registry } = simulator.cluster.world;
      const found = (await bridge.sources())[`model-registry/${registry.name}`];
      expect(found).toBe(resource === 'services' ? undefined : 'complete');
    },
  );

  it('never is what a user of the cluster made, however it is labelled', async () => {
    const heard: string[] = [];
    const hostile = createServer((request, response) => {
      heard.push(`${request.url} ${request.headers.authorization}`);
      response.end('{}');
    });
    await new Promise<void>(resolve => {
      hostile.listen(0, '127.0.0.1', resolve);
    });
    const address: AddressInfo | string | null = hostile.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { send } = rig.adminOf(simulator);
    await send('POST', '/api/v1/namespaces', { metadata: { name: 'mallory' } });
    for (const component of ['model-registry', 'model-catalog']) {
      const body = serviceOf(component, component, `127.0.0.1:${port}`);
      await send('POST', '/api/v1/namespaces/mallory/services', body);
      await send(
        'POST',
        '/apis/route.openshift.io/v1/namespaces/mallory/routes',
        {
          apiVersion: 'route.openshift.io/v1',
          kind: 'Route',
          metadata: { ...body.metadata, annotations: {} },
          spec: {
            host: `127.0.0.1:${port}`,
            to: { kind: 'Service', name: component },
            tls: { termination: 'edge' },
          },
        },
      );
    }
    const bridge = await rig.bridge(environmentOf(simulator));
    await eventually(async () => {
      const sources = await bridge.sources();
      expect(sources['model-catalog']).toBe('complete');
      const told = bridge.infos().filter(line => line.includes('mallory/'));
      expect(told).toEqual([
        expect.stringContaining(
          'mallory/model-catalog, mallory/model-registry',
        ),
      ]);
    });
    expect(Object.keys(await bridge.sources())).not.toContainEqual(
      expect.stringContaining('mallory'),
    );
    expect(heard).toEqual([]);
    hostile.close();
  });

  it.each([
    ['0.3.8', undefined, 'answered 403'],
    ['0.3.1', 403, 'answered 403'],
    ['0.3.1', 302, 'was redirected (302)'],
    ['0.3.1', 200, 'answered with text/html where JSON was asked for'],
  ] as const)(
    'says which RoleBinding is missing (release %s, sign-in %s)',
    async (release, signIn, answer) => {
      await simulator.addRegistry({ name: 'closed', release, signIn });
      const rules = DOCUMENTED_ROLE.map(rule =>
        rule.resources.includes('services')
          ? { ...rule, verbs: ['list', 'watch'] }
          : rule,
      );
      simulator.kubernetes.tokens.set({ token: TOKEN, user: 'u', rules });
      const bridge = await rig.bridge(environmentOf(simulator));
      await eventually(async () => {
        expect((await bridge.sources())['model-registry/closed']).toBe(
          'unavailable',
        );
      });
      const told = bridge.warnings().filter(line => line.includes('"closed"'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain(answer);
      expect(told[0]).toContain(
        'in namespace rhoai-model-registries, bind it to the Role registry-user-closed with a RoleBinding',
      );
    },
  );
});

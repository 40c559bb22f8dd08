import { adminUrlOf, judgePrerequisites } from './judgePrerequisites';
import type { PrerequisiteFacts } from './readPrerequisites';
import { waitUntilReady } from './waitUntilReady';

const deployment = (name: string, isReady = true) => ({
  ...{ name, isReady, isOf3scale: true },
});

const GOOD: PrerequisiteFacts = {
  namespace: '3scale',
  storageClasses: {
    items: [
      { name: 'gp3-csi', provisioner: 'ebs.csi.aws.com' },
      {
        name: 'ocs-cephfs',
        provisioner: 'openshift-storage.cephfs.csi.ceph.com',
      },
    ],
  },
  claims: { items: [] },
  managers: {
    items: [
      {
        ...{ name: 'apimanager', wildcardDomain: 'apps.example.com' },
        ...{ tenantName: 'maas', storageClass: 'ocs-cephfs' },
      },
    ],
  },
  deployments: {
    items: [
      deployment('system-app'),
      deployment('apicast-production'),
      { name: 'operator', isReady: false, isOf3scale: false },
    ],
  },
  routes: {
    items: [{ name: 'zync-3scale-1', host: 'maas-admin.apps.example.com' }],
  },
};

const statesOf = (facts: PrerequisiteFacts) =>
  Object.fromEntries(
    judgePrerequisites(facts).map(({ id, state }) => [id, state]),
  );

it('finds a cluster with all that is needed ready', () => {
  expect(statesOf(GOOD)).toEqual({
    'cluster.storage': 'done',
    'cluster.apimanager': 'done',
    'cluster.deployments': 'done',
    'cluster.admin-route': 'done',
  });
  expect(adminUrlOf(GOOD)).toBe('https://maas-admin.apps.example.com');
});

it.each<[string, Partial<PrerequisiteFacts>, string, string]>([
  [
    'no shared storage',
    {
      storageClasses: {
        items: [{ name: 'ocs-cephfs', provisioner: 'ebs.csi.aws.com' }],
      },
    },
    'cluster.storage',
    'no storage class is known',
  ],
  [
    'another storage class than named',
    { storageClasses: { items: [{ name: 'gp3', provisioner: 'nfs' }] } },
    'cluster.storage',
    'ocs-cephfs of the APIManager is not there',
  ],
  [
    'no operator',
    { managers: { why: 'not-served', message: 'x' } },
    'cluster.apimanager',
    'operator of 3scale is not installed',
  ],
  [
    'no APIManager',
    { managers: { items: [] } },
    'cluster.apimanager',
    'none in the namespace 3scale',
  ],
  [
    'a deployment that is not ready',
    { deployments: { items: [deployment('a'), deployment('zync', false)] } },
    'cluster.deployments',
    '1 of 2 ready, waiting for zync',
  ],
  [
    'no deployment',
    { deployments: { items: [] } },
    'cluster.deployments',
    'none yet',
  ],
  [
    'no route',
    { routes: { items: [{ name: 'x', host: 'other.example.com' }] } },
    'cluster.admin-route',
    'no route of an admin portal',
  ],
])('is blocked with %s', (_, change, id, text) => {
  const step = judgePrerequisites({ ...GOOD, ...change }).find(
    one => one.id === id,
  );
  expect(step).toMatchObject({
    ...{ state: 'blocked', found: expect.stringContaining(text) },
    nextStep: expect.any(String),
  });
});

it('takes a bound claim for proof of shared storage', () => {
  const facts: PrerequisiteFacts = {
    ...GOOD,
    storageClasses: { items: [] },
    claims: {
      items: [{ name: 'system-storage', isShared: true, isBound: true }],
    },
  };
  expect(statesOf(facts)['cluster.storage']).toBe('done');
});

it('says what it may not look at, and is not blocked by it', () => {
  const denied = { why: 'forbidden', message: 'x' } as const;
  expect(
    statesOf({ ...GOOD, storageClasses: denied, deployments: denied }),
  ).toMatchObject({
    ...{ 'cluster.storage': 'manual', 'cluster.deployments': 'manual' },
  });
});

describe('waiting', () => {
  const run = async (looks: string[], forMs: number) => {
    let time = 0;
    const told: string[] = [];
    const steps = await waitUntilReady({
      ...{ forMs, everyMs: 10, now: () => time },
      look: async () => {
        const state = looks.length > 1 ? looks.shift() : looks[0];
        const facts =
          state === 'ready' ? GOOD : { ...GOOD, managers: { items: [] } };
        return judgePrerequisites(facts);
      },
      onChange: blocked => told.push(blocked.map(({ id }) => id).join(' ')),
      delay: async ms => {
        time += ms;
      },
    });
    const isBlocked = steps.some(({ state }) => state === 'blocked');
    return { told, time, isBlocked };
  };

  it('ends when all is there, and tells a change once', async () => {
    const ended = await run(['no', 'no', 'no', 'ready'], 1_000);
    expect(ended).toMatchObject({ isBlocked: false, time: 30 });
    expect(ended.told).toHaveLength(1);
  });

  it('ends when the time is up', async () => {
    expect(await run(['no'], 25)).toMatchObject({ isBlocked: true, time: 25 });
  });

  it('looks once without a time to wait', async () => {
    expect(await run(['no'], 0)).toEqual({
      ...{ told: [], time: 0, isBlocked: true },
    });
  });
});

import {
  READ_SERVICES,
  startTestCluster,
  TestCluster,
  until,
} from '../../kubernetes/__testUtils__/testCluster';
import { type Admin, adminOf } from './__testUtils__/admin';
import { type Rig, startRig } from './__testUtils__/rig';

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };
const URL = 'http://granite-predictor.default.svc.cluster.local';

const serviceOf = (uid: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'granite-predictor',
    namespace: 'default',
    ownerReferences: [
      {
        apiVersion: 'serving.kserve.io/v1beta1',
        kind: 'InferenceService',
        name: 'granite',
        uid,
      },
    ],
  },
  spec: { ports: [{ name: 'http', port: 80 }] },
});

describe('what a status leaves out', () => {
  let cluster: TestCluster;
  let admin: Admin;
  const rigs: Rig[] = [];

  async function start(over: Parameters<typeof startRig>[1] = {}) {
    const rig = await startRig(cluster, over);
    rigs.push(rig);
    return rig;
  }

  async function uidOf(name: string): Promise<string> {
    const text = await admin.send(
      'GET',
      `/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/${name}`,
    );
    return /"uid":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
  }

  const serviceLists = () =>
    cluster.requests('GET namespaces/:namespace/services');

  beforeEach(async () => {
    const users = [
      { token: 'no-services', user: 'connector', rules: [READ_SERVICES] },
    ];
    cluster = await startTestCluster({ users });
    admin = adminOf(cluster);
    await cluster.create('granite');
    await cluster.patchStatus('granite', READY);
    await admin.createService(serviceOf(await uidOf('granite')));
  });

  afterEach(async () => {
    await Promise.all(rigs.splice(0).map(rig => rig.stop()));
    await admin.close();
    await cluster.stop();
  });

  it('is looked for before the first view is given', async () => {
    const rig = await start();
    await until(() => rig.source.current() !== undefined);

    expect(rig.complete()?.objects[0]?.internalUrl).toBe(URL);
  });

  it('is not looked for with each event', async () => {
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    const before = serviceLists();
    expect(before).toBeGreaterThan(0);
    for (const word of ['one', 'two', 'three']) {
      const annotations = { 'openshift.io/description': word };
      await cluster.patch('granite', { metadata: { annotations } });
      await until(() => rig.complete()?.objects[0]?.description === word);
    }

    expect(serviceLists()).toBe(before);
    expect(rig.complete()?.objects[0]?.internalUrl).toBe(URL);
  });

  it('gives way to the status once that says it', async () => {
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    const url = 'https://granite.apps.example.com';
    await cluster.patchStatus('granite', { ...READY, url });
    await until(() => rig.complete()?.objects[0]?.externalUrl === url);

    expect(rig.complete()?.objects[0]?.internalUrl).toBeUndefined();
  });

  it('stays known while a server is not ready, and goes when it is stopped', async () => {
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    const before = serviceLists();
    const states: string[] = [];
    for (const [status, state] of [
      ['False', 'not-ready'],
      ['True', 'ready'],
    ] as const) {
      await cluster.patchStatus('granite', {
        conditions: [{ type: 'Ready', status }],
      });
      await until(() => rig.complete()?.objects[0]?.state === state);
      states.push(rig.complete()?.objects[0]?.internalUrl ?? 'none');
    }
    expect(states).toEqual([URL, URL]);
    expect(serviceLists()).toBe(before);

    const annotations = { 'serving.kserve.io/stop': 'true' };
    await cluster.patch('granite', { metadata: { annotations } });
    await until(() => rig.complete()?.objects[0]?.state === 'stopped');
    expect(rig.complete()?.objects[0]?.internalUrl).toBeUndefined();
  });

  it('stays known when it goes from the status of a server that is not ready any more', async () => {
    const said = {
      url: 'https://granite.apps.example.com',
      address: { url: 'https://granite.default.svc.cluster.local' },
    };
    const urls = () => {
      const server = rig.complete()?.objects[0];
      return [server?.externalUrl, server?.internalUrl];
    };
    const state = () => rig.complete()?.objects[0]?.state;
    const setReady = async (status: string, more: object) => {
      const conditions = [{ type: 'Ready', status }];
      await cluster.patchStatus('granite', { conditions, ...more });
    };
    await setReady('True', said);
    const rig = await start();
    await until(() => state() === 'ready');

    await setReady('False', { url: null, address: null });
    await until(() => state() === 'not-ready');
    expect(urls()).toEqual([said.url, said.address.url]);

    await setReady('True', { url: said.url });
    await until(() => state() === 'ready');
    expect(urls()).toEqual([said.url, undefined]);

    const annotations = { 'serving.kserve.io/stop': 'true' };
    await setReady('False', { url: null });
    await cluster.patch('granite', { metadata: { annotations } });
    await until(() => state() === 'stopped');
    expect(urls()).toEqual([undefined, undefined]);
  });

  it('is not looked for while a server is not ready', async () => {
    await cluster.patchStatus('granite', {
      conditions: [{ type: 'Ready', status: 'False' }],
    });
    const rig = await start();
    await until(() => rig.complete() !== undefined);

    expect(serviceLists()).toBe(0);
  });

  it('stays open, told once, where Services may not be read', async () => {
    const rig = await start({ token: 'no-services' });
    await until(() => rig.complete() !== undefined);

    expect(rig.complete()).toMatchObject({
      objects: [{ name: 'granite', state: 'ready' }],
      issues: [
        { level: 'info', reason: expect.stringContaining('list services') },
      ],
    });
    expect(rig.complete()?.objects[0]?.internalUrl).toBeUndefined();
    expect(rig.complete()?.unreadable.size).toBe(0);
  });

  it('does not hold up the news of a server that becomes ready when looking fails', async () => {
    await cluster.patchStatus('granite', {
      conditions: [{ type: 'Ready', status: 'False' }],
    });
    cluster.faults.set({ mode: 'status', code: 500, path: '/services' });
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    await cluster.patchStatus('granite', READY);
    await until(() => serviceLists() > 0);
    await until(() => rig.complete()?.objects[0]?.state === 'ready');

    expect(rig.complete()?.unreadable.size).toBe(0);
  });

  describe('of a server that an earlier life knew', () => {
    const EARLIER = 'http://earlier.default.svc.cluster.local';
    const internalUrl = () => rig.complete()?.objects[0]?.internalUrl;
    let rig: Rig;

    async function startAfter(uid: string) {
      rig = await start({
        earlier: id =>
          id === 'default/inferenceservice/granite'
            ? { uid, internalUrl: EARLIER }
            : undefined,
      });
      await until(() => rig.complete() !== undefined);
    }
    const setReady = (status: string) =>
      cluster.patchStatus('granite', {
        conditions: [{ type: 'Ready', status }],
      });

    it('stays known when looking fails, and holds up no news of it', async () => {
      cluster.faults.set({ mode: 'status', code: 500, path: '/services' });
      await startAfter(await uidOf('granite'));
      expect(internalUrl()).toBe(EARLIER);

      await setReady('False');
      await until(() => rig.complete()?.objects[0]?.state === 'not-ready');
      expect(internalUrl()).toBe(EARLIER);
      expect(rig.complete()?.unreadable.size).toBe(0);
    });

    it('stays known while it is not ready, and is looked for once it is', async () => {
      await setReady('False');
      await startAfter(await uidOf('granite'));
      expect(internalUrl()).toBe(EARLIER);
      expect(serviceLists()).toBe(0);

      await setReady('True');
      await until(() => internalUrl() === URL);
    });

    it('is that of another object when it was made anew', async () => {
      await setReady('False');
      await startAfter('of-the-one-before');

      expect(internalUrl()).toBeUndefined();
    });

    it('does not come back once it was switched off', async () => {
      await setReady('False');
      await startAfter(await uidOf('granite'));
      const setStop = (stop: string) =>
        cluster.patch('granite', {
          metadata: { annotations: { 'serving.kserve.io/stop': stop } },
        });
      const state = () => rig.complete()?.objects[0]?.state;
      await setStop('true');
      await until(() => state() === 'stopped');
      expect(internalUrl()).toBeUndefined();

      await setStop('false');
      await until(() => state() === 'not-ready');
      expect(internalUrl()).toBeUndefined();
    });
  });
});

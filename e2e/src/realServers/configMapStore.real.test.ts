import fc from 'fast-check';
import {
  createKubernetesClient,
  explicitKubernetesConfig,
  type KubernetesClient,
} from '@model-catalog/node';
import {
  configMapHarness,
  describeStore,
  storedModel,
  until,
} from '@model-catalog/node/src/store/__testUtils__';
import { anyCommands } from '@model-catalog/node/src/store/__testUtils__/storeCommands';
import { runCommands } from '@model-catalog/node/src/store/__testUtils__/storeModel';
import {
  createSubject,
  DEEDS,
} from '@model-catalog/node/src/store/configMap/__testUtils__/subject';
import { describeReal, logLine, START_TIMEOUT_MS } from './describeReal';
import {
  temporaryKubernetes,
  type TemporaryKubernetes,
} from './withRealKubernetes';

jest.setTimeout(60_000);

/** Small, so that a few records take several ConfigMaps. */
const LIMITS = { fillBytes: 20_000, maxBytes: 40_000 };

describeReal()('On the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let client: KubernetesClient;
  const deleteMap = (namespace: string, name: string) =>
    kubernetes.admin.send({
      method: 'DELETE',
      path: `/api/v1/namespaces/${namespace}/configmaps/${name}`,
    });

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({ log: logLine });
    const { url, caPem, token } = kubernetes;
    client = createKubernetesClient(
      explicitKubernetesConfig({ server: url, caPem, token }),
    );
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await client?.close();
    await kubernetes?.dispose();
  });

  describeStore('The ConfigMap store', () => configMapHarness(client, LIMITS));

  it('ends as a plain model does, whatever dies, stands still or is done by hand', async () => {
    const commands = anyCommands({ size: 12, withFaults: true, deeds: DEEDS });
    await fc.assert(
      fc.asyncProperty(commands, async some => {
        expect.hasAssertions();
        await runCommands(await createSubject(client, deleteMap), some);
      }),
      { numRuns: 10 },
    );
  });

  it('tells who follows of a ConfigMap that is edited or deleted, by its metadata alone', async () => {
    const harness = await configMapHarness(client, LIMITS);
    const store = harness.open();
    const records = ['a', 'b'].map(key => storedModel(key));
    const nothing = { remove: [], blobs: new Map(), completedSources: [] };
    const empty = await store.read();
    await store.apply({ ...nothing, upsert: records }, empty.revision);
    const stop = new AbortController();
    let heard = 0;
    const following = store.follow(stop.signal, () => {
      heard += 1;
    });

    const seesTorn = async () => {
      const before = heard;
      return async () =>
        heard > before && (await store.read()).unfinished === true;
    };
    const isEdited = await seesTorn();
    await harness.put('bac-import-model', { binaryData: {} });
    await until(isEdited);
    const { revision } = await store.read();
    await store.apply({ ...nothing, upsert: records }, revision);
    expect((await store.read()).unfinished).toBe(false);

    const isDeleted = await seesTorn();
    await deleteMap(harness.namespace, 'bac-import-model');
    await until(isDeleted);
    stop.abort();
    await following;
    expect((await store.read()).issues).toEqual([
      expect.stringContaining('bac-import-model was deleted'),
    ]);
  });
});

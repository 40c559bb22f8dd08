import { readFile } from 'fs/promises';
import { z } from 'zod/v4';
import { START_TIMEOUT_MS, describeReal, logLine } from './describeReal';
import { KubernetesClient } from './KubernetesClient';
import { seedProbes } from './runProbes';
import { waitFor } from './waitFor';
import { eventsUntil } from './watchEvents';
import {
  temporaryKubernetes,
  type TemporaryKubernetes,
} from './withRealKubernetes';

const SERVERS =
  '/apis/serving.kserve.io/v1beta1/namespaces/probe/inferenceservices';
const MERGE_PATCH = 'application/merge-patch+json';

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    generation: z.number(),
    resourceVersion: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.unknown(),
  status: z.unknown(),
});
const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string() }),
  items: z.array(objectSchema),
});

describeReal()('the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let client: KubernetesClient;

  beforeAll(async () => {
    kubernetes = await temporaryKubernetes({
      log: logLine,
      audit: true,
      // Compacts what is older than a second: a list goes stale while we wait.
      flags: ['--etcd-compaction-interval=1s'],
    });
    client = new KubernetesClient(kubernetes);
    await seedProbes(client);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await client?.close();
    await kubernetes?.dispose();
  });

  async function list(query: string) {
    const answer = await client.send({ path: `${SERVERS}${query}` });
    return listSchema.parse(answer.body);
  }

  async function watch(query: string, lastType: string) {
    const path = `${SERVERS}?watch=true&allowWatchBookmarks=true&${query}`;
    return await eventsUntil(client, path, event => event.type === lastType);
  }

  it('changes only the status through /status, and announces each change', async () => {
    const before = await list('?fieldSelector=metadata.name%3Dgranite');
    const granite = objectSchema.parse(before.items[0]);
    const from = before.metadata.resourceVersion;
    const events = watch(
      `resourceVersion=${from}&timeoutSeconds=30`,
      'DELETED',
    );

    const updated = await client.send({
      method: 'PUT',
      path: `${SERVERS}/granite/status`,
      body: {
        ...granite,
        metadata: { ...granite.metadata, labels: { ignored: 'yes' } },
        spec: { predictor: { minReplicas: 7 } },
        status: { url: 'https://granite.example.com' },
      },
    });
    expect(updated.status).toBe(200);
    const after = objectSchema.parse(updated.body);
    expect(after.status).toEqual({ url: 'https://granite.example.com' });
    expect(after.spec).toEqual(granite.spec);
    expect(after.metadata.labels).toBeUndefined();
    expect(after.metadata.generation).toBe(1);

    const patch = async (body: unknown) =>
      objectSchema.parse(
        (
          await client.send({
            method: 'PATCH',
            path: `${SERVERS}/granite`,
            contentType: MERGE_PATCH,
            body,
          })
        ).body,
      ).metadata;
    const changed = await patch({ spec: { predictor: { minReplicas: 2 } } });
    expect(changed.generation).toBe(2);
    const again = await patch({ spec: { predictor: { minReplicas: 2 } } });
    expect(again.resourceVersion).toBe(changed.resourceVersion);

    const path = `${SERVERS}/granite`;
    const deleted = await client.send({ method: 'DELETE', path });
    expect(deleted).toMatchObject({
      status: 200,
      body: { kind: 'Status', status: 'Success', details: { name: 'granite' } },
    });
    // The patch that changed nothing is not announced.
    expect((await events).map(event => event.type)).toEqual([
      'MODIFIED',
      'MODIFIED',
      'DELETED',
    ]);
  });

  it('ends the initial events of a watch with an annotated bookmark', async () => {
    const events = await watch(
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=30',
      'BOOKMARK',
    );
    expect(events.map(event => event.type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(events[1]?.object).toEqual({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: {
        annotations: { 'k8s.io/initial-events-end': 'true' },
        resourceVersion: expect.stringMatching(/^\d+$/),
      },
    });
  });

  it('sends a bare bookmark before the timeout of a watch, when others changed', async () => {
    const { metadata } = await list('');
    // Nothing matches the selector, so that only the bookmark tells of the
    // change; without any change there is no bookmark either.
    const query = `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=5&fieldSelector=metadata.name%3Dnobody`;
    const events = watch(query, 'BOOKMARK');
    const changed = await client.send({
      method: 'PATCH',
      path: `${SERVERS}/mistral`,
      contentType: MERGE_PATCH,
      body: { metadata: { labels: { changed: 'yes' } } },
    });
    const { resourceVersion } = objectSchema.parse(changed.body).metadata;
    expect(await events).toEqual([
      {
        type: 'BOOKMARK',
        object: {
          apiVersion: 'serving.kserve.io/v1beta1',
          kind: 'InferenceService',
          metadata: { resourceVersion },
        },
      },
    ]);
  });

  it('answers 410 with a new token once a continue token is too old', async () => {
    await client.send({
      method: 'POST',
      path: SERVERS,
      body: {
        apiVersion: 'serving.kserve.io/v1beta1',
        kind: 'InferenceService',
        metadata: { name: 'phi' },
        spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
      },
    });
    const { metadata } = await list('?limit=1');
    const path = `${SERVERS}?limit=1&continue=${metadata.continue}`;
    const gone = await waitFor(
      async () => {
        const answer = await client.send({ path });
        return answer.status === 200 ? undefined : answer;
      },
      { what: 'compaction', timeoutMs: 50_000, intervalMs: 250 },
    );
    expect(gone).toMatchObject({
      status: 410,
      body: {
        kind: 'Status',
        status: 'Failure',
        reason: 'Expired',
        code: 410,
        metadata: { continue: expect.stringMatching(/.+/) },
      },
    });
  });

  it('keeps data, address and certificate over a restart, ending watches', async () => {
    const { metadata } = await list('');
    const pid = kubernetes.pid;
    const ended = eventsUntil(
      client,
      `${SERVERS}?watch=true&resourceVersion=${metadata.resourceVersion}`,
      () => false,
    );
    await kubernetes.restart();
    await ended;
    expect(kubernetes.pid).not.toBe(pid);
    const names = (await list('')).items.map(item => item.metadata.name);
    expect(names).toEqual(['mistral', 'phi']);
  });

  it('notes in the audit log who used which right', async () => {
    const limited = client.as(kubernetes.user('limited').token);
    const answer = await limited.send({ path: SERVERS });
    await limited.close();
    expect(answer.status).toBe(403);

    const log = await readFile(kubernetes.auditLog ?? '', 'utf8');
    const last = log.trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({
      verb: 'list',
      user: { username: 'limited' },
      objectRef: { resource: 'inferenceservices', namespace: 'probe' },
      responseStatus: { code: 403 },
    });
    expect(log).not.toContain(kubernetes.token);
  });

  it('fits on a laptop', async () => {
    const rssMb = await kubernetes.rssMb();
    logLine(`kube-apiserver uses ${rssMb} MB`);
    expect(rssMb).toBeLessThan(1024);
  });
});

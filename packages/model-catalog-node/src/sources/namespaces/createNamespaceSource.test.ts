import { delay } from '../../http';
import {
  READ_SERVICES,
  startTestCluster,
  type TestCluster,
  until,
} from '../../kubernetes/__testUtils__/testCluster';
import type { SourceEvent } from '../types';
import { createNamespaceSource } from './createNamespaceSource';

const READ_NAMESPACES = {
  apiGroups: [''],
  resources: ['namespaces'],
  verbs: ['get', 'list', 'watch'],
};

describe('the labels of namespaces', () => {
  let cluster: TestCluster;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
  });
  afterAll(() => cluster.stop());

  function start(
    token: string,
    { wasComplete }: { wasComplete?: boolean } = {},
  ) {
    const client = cluster.clientOf(token);
    const stop = new AbortController();
    const events: SourceEvent[] = [];
    const source = createNamespaceSource({
      client,
      context: {
        now: Date.now,
        delay,
        onChange: () => {},
        log: event => events.push(event),
        wasComplete,
      },
      settings: {
        shortWatchMs: 0,
        unavailableRetryMs: 10,
        backoff: { minMs: 5, maxMs: 20, resetAfterMs: 1000 },
      },
    });
    const running = source.run(stop.signal);
    ends.push(async () => {
      stop.abort();
      await running;
      await client.close();
    });
    const labelsOf = (name: string) => {
      const result = source.current();
      const objects = result && 'objects' in result ? result.objects : [];
      return objects.find(({ id }) => id === name)?.labels;
    };
    return { source, labelsOf, events };
  }

  it('follow what is created and changed', async () => {
    const { source, labelsOf } = start(cluster.kubernetes.token);
    await until(() => source.current()?.state === 'complete');
    expect(labelsOf('team-a')).toBeUndefined();

    await cluster.createNamespace('team-a');
    await until(() => labelsOf('team-a') !== undefined);
    expect(labelsOf('team-a')).not.toHaveProperty('ai');
  });

  it.each([
    ['unavailable', undefined],
    ['failed', true],
  ])(
    'are %s without the right to read them, with the rule that is missing, and come with it',
    async (state, wasComplete) => {
      const { tokens } = cluster.kubernetes;
      const token = `reader-${state}`;
      tokens.set({ token, user: 'reader', rules: [READ_SERVICES] });
      const { source, events } = start(token, { wasComplete });
      await until(() => source.current()?.state === state);

      expect(source.status()?.message).toMatch(
        /may not be read: .*namespaces.*ClusterRole/s,
      );
      const warnings = () => events.filter(({ level }) => level === 'warn');
      await until(() => warnings().length > 0);

      tokens.set({
        token,
        user: 'reader',
        rules: [READ_SERVICES, READ_NAMESPACES],
      });
      await until(() => source.current()?.state === 'complete');
      expect(warnings()).toHaveLength(1);
      expect(source.status()?.message).toBeUndefined();
    },
  );
});

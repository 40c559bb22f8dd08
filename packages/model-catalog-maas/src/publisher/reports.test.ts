import type { PublishableServer } from '../contract/types';
import {
  type ModelCluster,
  startModelCluster,
  TEAM,
} from './__testUtils__/ModelCluster';
import { clientOf } from './__testUtils__/ModelCluster';
import type { OfferingState } from './plan/types';
import { eventOf, Reporter } from './reports';

jest.setTimeout(30_000);

const SERVER: PublishableServer = {
  resource: 'inferenceservice',
  namespace: TEAM,
  name: 'granite',
  uid: 'u1',
  labels: {},
  annotations: {},
  demandsToken: false,
};
const AT = { at: new Date('2026-01-02T03:04:05.678Z'), instance: 'pod' };
const SERVERS = new Map([['team/inferenceservice/granite', SERVER]]);

describe('an Event', () => {
  it('is one that kube-apiserver takes, and has a name of its own for each news', () => {
    const state: OfferingState = { state: 'Invalid', message: 'no port' };
    const event = eventOf(SERVER, state, AT);
    expect(event).toMatchObject({
      eventTime: '2026-01-02T03:04:05.678000Z',
      type: 'Warning',
      reason: 'Invalid',
      regarding: { kind: 'InferenceService', name: 'granite', uid: 'u1' },
    });
    const nameOf = (over: Partial<OfferingState>) =>
      eventOf(SERVER, { ...state, ...over }, AT).metadata.name;
    expect(nameOf({})).toBe(event.metadata.name);
    expect(nameOf({ message: 'other' })).not.toBe(event.metadata.name);
  });

  it.each([
    ['line ends', 'a\r\nb\u2028c', 'a b c'],
    ['letters that steer terminals', 'a\u001b[31mb', 'a [31mb'],
    ['too much text', 'x'.repeat(5_000), `${'x'.repeat(999)}…`],
  ])('holds plain text, whatever there is of %s', (_, message, note) => {
    const state: OfferingState = { state: 'Failed', message };
    expect(eventOf(SERVER, state, AT).note).toBe(note);
  });
});

describe('what owners are told', () => {
  let cluster: ModelCluster;
  let end: () => Promise<void>;
  let now: number;
  let posts: number;
  const create = () => {
    const client = clientOf(cluster.access, ({ method, status }) => {
      posts += method === 'POST' && status === 201 ? 1 : 0;
    });
    end = () => client.close();
    return new Reporter({
      ...{ client, instance: 'test', annotate: false },
      now: () => new Date(now),
      onFailed: (what, error) => {
        throw new Error(`${what}: ${String(error)}`);
      },
    });
  };
  const tell = (reporter: Reporter, state: OfferingState['state']) =>
    reporter.tell(
      new Map([['team/inferenceservice/granite', { state, message: state }]]),
      SERVERS,
    );

  beforeEach(async () => {
    cluster = await startModelCluster();
    now = 1_000_000;
    posts = 0;
  });
  afterEach(async () => {
    await end();
    await cluster.stop();
  });

  it.each(['Promoted', 'Synced', 'Hidden'] as const)(
    'is nothing of a model that is %s already',
    async state => {
      const reporter = create();
      expect(await tell(reporter, state)).toBeUndefined();
      expect(posts).toBe(0);
    },
  );

  it('is what lasts, and not each step on the way', async () => {
    const reporter = create();
    expect(await tell(reporter, 'Pending')).toBe(now + 30_000);
    now += 1_000;
    expect(await tell(reporter, 'Orphan')).toBe(now + 10_000);
    expect(posts).toBe(0);
    now += 10_000;
    expect(await tell(reporter, 'Orphan')).toBeUndefined();
    expect(posts).toBe(1);
    await tell(reporter, 'Promoted');
    await tell(reporter, 'Promoted');
    expect(posts).toBe(2);
  });
});

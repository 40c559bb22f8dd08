import { HttpError } from '../http/errors';
import { createPolledSource, type LookOutcome } from './polledSource';
import type { SourceEvent, SourceObject } from './types';

type Step = LookOutcome<SourceObject> | Error;

const SECOND = 1000;
const nothingNew: Step = { news: undefined, busyMs: 0 };

function news(...ids: string[]): LookOutcome<SourceObject> {
  const result = {
    state: 'complete' as const,
    objects: ids.map(id => ({ id })),
    removed: new Set<string>(),
    unreadable: new Set<string>(),
    issues: [],
  };
  return { news: { result, texts: new Map() }, busyMs: 0 };
}

function unavailable(retryAfterMs?: number) {
  return new HttpError('answered 503', {
    kind: 'status',
    status: 503,
    method: 'GET',
    url: 'http://registry',
    retryAfterMs,
  });
}

/** Runs a source through some looks; the pauses between them take no time. */
async function runThrough(steps: Step[], intervalMs = 10 * SECOND) {
  const stop = new AbortController();
  const pauses: number[] = [];
  const told: (string | undefined)[] = [];
  const logged: SourceEvent[] = [];
  let count = 0;
  let pause = 0;
  const source = createPolledSource({
    id: 'model-registry/dev',
    absence: 'never',
    context: {
      now: () => count * SECOND,
      delay: async ms => {
        pause += ms;
      },
      onChange: () => told.push(source.current()?.state),
      log: event => logged.push(event),
    },
    subject: {
      name: 'Model registry "dev"',
      baseUrl: 'http://registry',
      permission: '',
    },
    intervalMs,
    maxBackOffMs: 60 * SECOND,
    look: async () => {
      if (count > 0) {
        pauses.push(pause);
      }
      pause = 0;
      const step = steps[count];
      count += 1;
      if (!step) {
        stop.abort();
        throw new Error('stopped');
      }
      if (step instanceof Error) {
        throw step;
      }
      return step;
    },
  });
  await source.run(stop.signal);
  return { source, pauses, told, logged };
}

describe('a source that is read by polling', () => {
  it.each<[string, Step, number]>([
    ['its interval', nothingNew, 10 * SECOND],
    [
      'nine times as long as the server was busy',
      { ...news('1'), busyMs: 4 * SECOND },
      36 * SECOND,
    ],
    [
      'five intervals at most, however slow it was',
      { ...news('1'), busyMs: 40 * SECOND },
      50 * SECOND,
    ],
    [
      'the pause that was asked for',
      { ...news('1'), pauseMs: 5 * SECOND },
      5 * SECOND,
    ],
    ['a second after a first failure', unavailable(), SECOND],
    [
      'as long as a failing server asks for',
      unavailable(7 * SECOND),
      7 * SECOND,
    ],
  ])('looks again after %s', async (_, step, expected) => {
    const { pauses } = await runThrough([step]);
    expect(pauses).toEqual([expected]);
  });

  it('looks less and less often while it fails, and as before when it is well', async () => {
    const failures = Array.from({ length: 8 }, () => unavailable());
    const { pauses } = await runThrough([
      ...failures,
      nothingNew,
      unavailable(),
    ]);
    const seconds = pauses.map(ms => ms / SECOND);
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 10, 1]);
  });

  it('tells the pipeline of news, of a failure once, and of its end', async () => {
    const { told, source } = await runThrough([
      news('1'),
      nothingNew,
      unavailable(),
      unavailable(),
      nothingNew,
      nothingNew,
      news('1', '2'),
    ]);
    expect(told).toEqual(['complete', 'failed', 'complete', 'complete']);
    expect(source.current()).toMatchObject({
      state: 'complete',
      objects: [{ id: '1' }, { id: '2' }],
    });
  });

  it('says since when it is in its state, and when it was last complete', async () => {
    const { source } = await runThrough([
      news('1'),
      nothingNew,
      unavailable(),
      unavailable(),
    ]);
    expect(source.status()).toMatchObject({
      state: 'failed',
      since: new Date(3 * SECOND).toISOString(),
      lastCompleteAt: new Date(2 * SECOND).toISOString(),
      message: expect.stringMatching(/answered 503/),
    });
  });

  it('logs a failure and its end once each', async () => {
    const { logged } = await runThrough([
      news('1'),
      unavailable(),
      unavailable(),
      nothingNew,
      nothingNew,
    ]);
    expect(
      logged.map(({ level, message }) => [level, message.slice(0, 40)]),
    ).toEqual([
      ['info', 'Model registry "dev" was read'],
      ['warn', 'Model registry "dev" could not be read: '],
      ['debug', 'Model registry "dev" could not be read: '],
      ['info', 'Model registry "dev" can be read again'],
    ]);
  });
});

describe('a look that is over', () => {
  it.each([
    ['failed', new Error('one of its reads failed')],
    ['done', undefined],
  ])('leaves nothing under way: %s', async (_, error) => {
    const stop = new AbortController();
    let lookSignal: AbortSignal | undefined;
    const ended: (boolean | undefined)[] = [];
    const source = createPolledSource({
      id: 'model-registry/dev',
      absence: 'never',
      context: {
        now: () => 0,
        delay: async () => {
          ended.push(lookSignal?.aborted);
          stop.abort();
        },
        onChange: () => {},
      },
      subject: { name: 'x', baseUrl: 'http://registry', permission: '' },
      intervalMs: SECOND,
      maxBackOffMs: SECOND,
      look: async signal => {
        lookSignal = signal;
        ended.push(signal.aborted);
        if (error) {
          throw error;
        }
        return news('a');
      },
    });
    await source.run(stop.signal);
    expect(ended).toEqual([false, true]);
    expect(source.current()?.state).toBe(error ? 'failed' : 'complete');
  });
});

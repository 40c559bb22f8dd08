import type { PipelineState } from '@model-catalog/node';
import { readinessOf } from './readiness';

const view = {
  revision: '1',
  synced: true,
  records: new Map(),
  completedSources: [],
  issues: [],
};
const since = '2026-01-01T00:00:00Z';
const failed = {
  id: 'model-registry/public',
  state: 'failed' as const,
  since,
  message: 'answered 503',
};

describe('/readyz', () => {
  it.each<[string, PipelineState, number, string]>([
    [
      'the store has not been read',
      { firstRunDone: false, removed: [], sources: [] },
      503,
      'starting',
    ],
    [
      'the store cannot be read',
      {
        firstRunDone: false,
        removed: [],
        sources: [],
        storeError: 'forbidden',
      },
      503,
      'unavailable',
    ],
    [
      'the first run is not done',
      { firstRunDone: false, removed: [], sources: [], view },
      503,
      'starting',
    ],
    [
      'all is well',
      { firstRunDone: true, removed: [], sources: [], view },
      200,
      'ok',
    ],
    [
      'a source failed',
      { firstRunDone: true, removed: [], sources: [failed], view },
      200,
      'degraded',
    ],
    [
      'the store cannot be written',
      {
        firstRunDone: true,
        removed: [],
        sources: [],
        view,
        storeError: 'quota',
      },
      200,
      'degraded',
    ],
    [
      'a source is unavailable',
      {
        firstRunDone: true,
        removed: [],
        sources: [{ ...failed, state: 'unavailable' }],
        view,
      },
      200,
      'ok',
    ],
  ])('when %s', (_when, state, status, text) => {
    const readiness = readinessOf(state);

    expect(readiness.status).toBe(status);
    expect(readiness.body.status).toBe(text);
  });

  it('says which source fails, since when and why', () => {
    const { body } = readinessOf({
      firstRunDone: true,
      removed: [],
      sources: [failed],
      view,
    });

    expect(body.reasons).toEqual([
      `model-registry/public: failed since ${since}: answered 503`,
    ]);
  });
});

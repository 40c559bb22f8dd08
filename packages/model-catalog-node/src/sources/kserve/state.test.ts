import { condition, Parts, serverOf } from './__testUtils__/objects';

describe('stateOf', () => {
  it.each<[string, Parts, string, string | undefined]>([
    ['no status', {}, 'not-ready', 'has no status yet'],
    ['null status', { status: null }, 'not-ready', 'has no status yet'],
    [
      'empty conditions',
      { status: { conditions: null } },
      'not-ready',
      'has no status yet',
    ],
    [
      'Ready',
      { status: { conditions: [condition('Ready', 'True')] } },
      'ready',
      undefined,
    ],
    [
      'Ready unknown',
      { status: { conditions: [condition('Ready', 'Unknown')] } },
      'not-ready',
      'not ready yet',
    ],
    [
      'a reason at Ready',
      {
        status: {
          conditions: [
            condition('PredictorReady', 'False', { reason: 'Later' }),
            condition('Ready', 'False', {
              reason: 'PodFailed',
              message: 'no\nGPU',
            }),
          ],
        },
      },
      'not-ready',
      'PodFailed: no GPU',
    ],
    [
      'a reason elsewhere',
      {
        status: {
          conditions: [
            condition('Ready', 'False'),
            condition('IngressReady', 'False', { message: 'no route' }),
          ],
        },
      },
      'not-ready',
      'no route',
    ],
    [
      'a failure of the model',
      {
        status: {
          conditions: [condition('Ready', 'False', { reason: 'x' })],
          modelStatus: {
            lastFailureInfo: {
              reason: 'ModelLoadFailed',
              message: 'bad file',
            },
          },
        },
      },
      'not-ready',
      'ModelLoadFailed: bad file',
    ],
    [
      'the stop annotation',
      {
        annotations: { 'serving.kserve.io/stop': 'True' },
        status: { conditions: [condition('Ready', 'True')] },
      },
      'stopped',
      undefined,
    ],
    [
      'the stop annotation taken back',
      {
        annotations: { 'serving.kserve.io/stop': 'false' },
        status: { conditions: [condition('Ready', 'True')] },
      },
      'ready',
      undefined,
    ],
    [
      'condition Stopped',
      { status: { conditions: [condition('Stopped', 'True')] } },
      'stopped',
      undefined,
    ],
    [
      'a deletion under way',
      {
        metadata: { deletionTimestamp: '2026-11-01T11:00:00Z' },
        status: { conditions: [condition('Ready', 'True')] },
      },
      'not-ready',
      'is being deleted',
    ],
    [
      'a model that is blocked by a failed load',
      {
        status: {
          conditions: [condition('Ready', 'False')],
          modelStatus: { transitionStatus: 'BlockedByFailedLoad' },
        },
      },
      'failed',
      'not ready yet',
    ],
    [
      'a specification that is wrong',
      {
        status: {
          conditions: [condition('Ready', 'False')],
          modelStatus: {
            transitionStatus: 'InvalidSpec',
            lastFailureInfo: { reason: 'RuntimeNotRecognized' },
          },
        },
      },
      'failed',
      'RuntimeNotRecognized',
    ],
    [
      'a model that failed to load',
      {
        status: {
          conditions: [condition('Ready', 'Unknown')],
          modelStatus: { states: { activeModelState: 'FailedToLoad' } },
        },
      },
      'failed',
      'not ready yet',
    ],
    [
      'a deployment that gave up',
      {
        status: {
          conditions: [
            condition('Ready', 'False', { reason: 'ProgressDeadlineExceeded' }),
          ],
        },
      },
      'failed',
      'ProgressDeadlineExceeded',
    ],
    [
      'a newer model that failed to load while the old one serves',
      {
        status: {
          conditions: [condition('Ready', 'True')],
          modelStatus: {
            transitionStatus: 'BlockedByFailedLoad',
            states: {
              activeModelState: 'Loaded',
              targetModelState: 'FailedToLoad',
            },
          },
        },
      },
      'ready',
      undefined,
    ],
    [
      'no replica, where that is allowed',
      {
        predictor: { minReplicas: 0, model: {} },
        status: {
          conditions: [condition('Ready', 'True')],
          modelStatus: { copies: { totalCopies: 0 } },
        },
      },
      'scaled-to-zero',
      'no replica is running; the first request starts one',
    ],
    [
      'no replica told, where none may be missing',
      {
        predictor: { minReplicas: 1, model: {} },
        status: {
          conditions: [condition('Ready', 'True')],
          deploymentMode: 'Standard',
          modelStatus: { copies: { totalCopies: 0 } },
        },
      },
      'ready',
      undefined,
    ],
    [
      'a model on standby (ModelMesh)',
      {
        status: {
          conditions: [condition('Ready', 'True')],
          modelStatus: { states: { activeModelState: 'Standby' } },
        },
      },
      'scaled-to-zero',
      'no replica is running; the first request starts one',
    ],
  ])('of an object with %s', (_, parts, state, reason) => {
    const server = serverOf(parts);
    expect([server.state, server.stateReason]).toEqual([state, reason]);
  });
});

import type { InferenceServer } from '../objects';
import { condition } from './__testUtils__/objects';
import { type LlmParts, llmObjectOf } from './__testUtils__/released';
import { parseLlmInferenceService } from './parseLlm';

const EXTERNAL = 'https://gateway.apps.example.com/demo/qwen';
const INTERNAL = 'http://gateway.openshift-ingress.svc.cluster.local/demo/qwen';
const WORKLOAD = 'https://qwen-kserve-workload-svc.demo.svc.cluster.local:8000';
const ready = [condition('Ready', 'True')];

function read(parts: LlmParts): InferenceServer {
  const { server } = parseLlmInferenceService(llmObjectOf(parts), 'local');
  if (!server) {
    throw new Error('The object was not understood');
  }
  return server;
}

describe('parseLlmInferenceService', () => {
  it.each(['v1alpha1', 'v1alpha2'] as const)(
    'takes over what a server of %s says',
    version => {
      const { server, apiSpec, issues } = parseLlmInferenceService(
        llmObjectOf({
          version,
          annotations: {
            'openshift.io/display-name': 'Qwen 3',
            'openshift.io/description': 'Small',
          },
          metadata: {
            labels: {
              'modelregistry.opendatahub.io/registered-model-id': '3',
              'modelregistry.opendatahub.io/model-version-id': '7',
              'modelregistry.opendatahub.io/name': 'public',
              'modelregistry.opendatahub.io/namespace': 'models',
            },
          },
          spec: {
            replicas: 2,
            model: {
              uri: 'hf://Qwen/Qwen3-0.6B',
              name: 'Qwen/Qwen3-0.6B',
              lora: {
                adapters: [
                  { uri: 'hf://a/sql', name: 'sql' },
                  { uri: 'hf://a/nameless' },
                  'text',
                ],
              },
            },
            router: { gateway: {}, route: {}, scheduler: {} },
            template: {
              containers: [
                {
                  name: 'main',
                  resources: { limits: { 'nvidia.com/gpu': '1' } },
                },
              ],
            },
          },
          status: { url: EXTERNAL, conditions: ready },
        }),
        'local',
      );

      expect({ server, apiSpec, issues }).toEqual({
        server: {
          id: 'demo/llminferenceservice/qwen',
          cluster: 'local',
          namespace: 'demo',
          resource: 'llminferenceservice',
          name: 'qwen',
          uid: 'u-llm',
          generation: 1,
          createdAt: '2026-11-01T10:00:00Z',
          displayName: 'Qwen 3',
          description: 'Small',
          state: 'ready',
          externalUrl: EXTERNAL,
          authentication: true,
          storageUri: 'hf://Qwen/Qwen3-0.6B',
          servedName: 'Qwen/Qwen3-0.6B',
          loraAdapters: ['sql'],
          resources: { 'nvidia.com/gpu': '1' },
          link: {
            registry: 'public',
            registryNamespace: 'models',
            modelId: '3',
            versionId: '7',
          },
          properties: {},
        },
        issues: [],
      });
    },
  );

  it.each<[string, unknown, string | undefined, string | undefined]>([
    [
      'named addresses',
      {
        url: EXTERNAL,
        addresses: [
          { name: 'gateway-external', url: EXTERNAL, origin: 'x', models: [] },
          { name: 'gateway-external-model-routing', url: `${EXTERNAL}/m` },
          { name: 'internal', url: WORKLOAD },
          { name: 'gateway-internal', url: INTERNAL },
        ],
      },
      EXTERNAL,
      INTERNAL,
    ],
    [
      'an address of the workload only',
      { addresses: [{ name: 'internal', url: WORKLOAD }] },
      undefined,
      WORKLOAD,
    ],
    [
      'addresses for routing by model only',
      {
        addresses: [
          { name: 'gateway-internal-model-routing', url: INTERNAL },
          { name: 'gateway-external-model-routing', url: EXTERNAL },
        ],
      },
      EXTERNAL,
      INTERNAL,
    ],
    [
      'a gateway without a public name',
      { addresses: [{ name: 'gateway-internal', url: 'http://10.0.0.7/d/q' }] },
      undefined,
      'http://10.0.0.7/d/q',
    ],
    [
      'nameless addresses (v1alpha1)',
      { addresses: [{ url: INTERNAL }, { url: EXTERNAL }] },
      EXTERNAL,
      INTERNAL,
    ],
    ['status.url outside', { url: EXTERNAL }, EXTERNAL, undefined],
    ['status.url in the cluster', { url: WORKLOAD }, undefined, WORKLOAD],
    ['status.address', { address: { url: WORKLOAD } }, undefined, WORKLOAD],
    ['nothing', {}, undefined, undefined],
    ['empty lists', { url: '', addresses: null }, undefined, undefined],
  ])('finds its URLs by %s', (_name, status, externalUrl, internalUrl) => {
    const server = read({ status });

    expect([server.externalUrl, server.internalUrl]).toEqual([
      externalUrl,
      internalUrl,
    ]);
  });

  it.each<[Record<string, string> | undefined, boolean]>([
    [undefined, true],
    [{ 'security.opendatahub.io/enable-auth': 'true' }, true],
    [{ 'security.opendatahub.io/enable-auth': 'no' }, true],
    [{ 'security.opendatahub.io/enable-auth': 'false' }, false],
    [{ 'security.opendatahub.io/enable-auth': ' False' }, false],
  ])('with annotations %j wants a token: %s', (annotations, expected) => {
    expect(read({ annotations }).authentication).toBe(expected);
  });

  it.each<[string, LlmParts, string, string | undefined]>([
    ['no status', {}, 'not-ready', 'has no status yet'],
    ['Ready', { status: { conditions: ready } }, 'ready', undefined],
    [
      'the stop annotation',
      {
        annotations: { 'serving.kserve.io/stop': 'true' },
        status: { conditions: ready },
      },
      'stopped',
      undefined,
    ],
    [
      'no replica',
      { spec: { replicas: 0 }, status: { conditions: ready } },
      'scaled-to-zero',
      'spec.replicas is 0',
    ],
    [
      'workloads that wait',
      {
        status: {
          conditions: [
            condition('Ready', 'False', { reason: 'WorkloadsNotReady' }),
            condition('WorkloadsReady', 'False', {
              reason: 'MinimumReplicasUnavailable',
              message: 'no GPU',
            }),
          ],
        },
      },
      'not-ready',
      'MinimumReplicasUnavailable: no GPU',
    ],
    [
      'a workload that gave up',
      {
        status: {
          conditions: [
            condition('MainWorkloadReady', 'False', {
              reason: 'ProgressDeadlineExceeded',
              message: 'timed out',
            }),
          ],
        },
      },
      'failed',
      'ProgressDeadlineExceeded: timed out',
    ],
    [
      'a deletion under way',
      { metadata: { deletionTimestamp: '2026-11-01T11:00:00Z' } },
      'not-ready',
      'is being deleted',
    ],
  ])('of one with %s says how it is', (_name, parts, state, reason) => {
    const server = read(parts);

    expect([server.state, server.stateReason]).toEqual([state, reason]);
  });

  it('is called by its own name when the model has none', () => {
    expect(read({}).servedName).toBe('qwen');
  });

  it.each<[string, unknown, string, string]>([
    [
      'a wrong type',
      llmObjectOf({ spec: { replicas: 'two' } }),
      'LLMInferenceService demo/qwen',
      'spec.replicas',
    ],
    ['text', 'x', 'LLMInferenceService (without a name)', ''],
  ])('names object and field of %s', (_name, raw, object, field) => {
    const { server, issues } = parseLlmInferenceService(raw, 'local');

    expect(server).toBeUndefined();
    expect(issues[0]).toMatchObject({ object, field });
  });
});

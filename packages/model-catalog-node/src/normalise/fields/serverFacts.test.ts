import { aServer } from '../../__testUtils__/builders';
import {
  modelOf,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';
import type { InferenceServer } from '../../sources/objects';
import { acceleratorsOf } from './accelerators';

const prefix = 'rhdh.modelcatalog.io/';

function factsOf(change: Partial<InferenceServer>) {
  const { server } = serverOf(run({ servers: [aServer(change)] }));
  const annotations = Object.entries(server.annotations ?? {})
    .filter(([key]) => key !== `${prefix}model-name`)
    .map(([key, value]) => [key.replace(prefix, ''), value]);
  return { tags: server.tags, annotations: Object.fromEntries(annotations) };
}

describe('what is told of a server', () => {
  it.each<[string, Partial<InferenceServer>, string[], object]>([
    ['ready', {}, [], { 'server-state': 'ready' }],
    [
      'failed, with the reason',
      { state: 'failed', stateReason: 'ModelLoadFailed: bad file' },
      [],
      {
        'server-state': 'failed',
        'server-state-reason': 'ModelLoadFailed: bad file',
      },
    ],
    [
      'scaled to zero',
      { state: 'scaled-to-zero' },
      [],
      { 'server-state': 'scaled-to-zero' },
    ],
    ['stopped', { state: 'stopped' }, [], { 'server-state': 'stopped' }],
    [
      'how it runs',
      { runtime: 'vllm-cuda', modelFormat: 'vLLM', deploymentMode: 'knative' },
      ['vllm'],
      {
        'server-state': 'ready',
        'serving-runtime': 'vllm-cuda',
        'model-format': 'vLLM',
        'deployment-mode': 'knative',
      },
    ],
    [
      'what it asks for',
      { resources: { memory: '16Gi', cpu: '4', 'nvidia.com/gpu': '2' } },
      ['nvidia-gpu'],
      {
        'server-state': 'ready',
        resources: 'cpu=4, memory=16Gi, nvidia.com/gpu=2',
      },
    ],
    [
      'its LoRA adapters',
      { loraAdapters: ['sql', 'chat'] },
      ['lora'],
      { 'server-state': 'ready', 'lora-adapters': 'sql, chat' },
    ],
  ])('%s', (_name, change, tags, annotations) => {
    expect(factsOf(change)).toEqual({ tags, annotations });
  });

  it('is bounded, and cut between two names', () => {
    const names = Array.from({ length: 500 }, (_, index) => `adapter-${index}`);
    const text: string = factsOf({ loraAdapters: names }).annotations[
      'lora-adapters'
    ];

    expect(text.length).toBeLessThanOrEqual(1000);
    expect(names).toEqual(expect.arrayContaining(text.split(', ')));
  });

  it('says what an unready one waits for as something worth knowing', () => {
    const output = run({
      servers: [aServer({ state: 'failed', stateReason: 'no file' })],
    });

    expect(output.issues).toMatchObject([{ field: 'status', level: 'info' }]);
    expect(reasons(output)[0]).toMatch(/no file; it is shown as failed$/);
  });
});

describe('a server that comes and goes', () => {
  const recordIn = (change: Partial<InferenceServer>) => {
    const { state, server, ...record } = serverOf(
      run({ servers: [aServer(change)] }),
    );
    const { annotations, ...rest } = server;
    const lasting = Object.entries(annotations ?? {}).filter(
      ([key]) => !key.startsWith(`${prefix}server-state`),
    );
    return { state, lasting, rest, record };
  };

  it.each<[InferenceServer['state'], string | undefined]>([
    ['not-ready', 'MinimumReplicasUnavailable'],
    ['failed', 'ModelLoadFailed: no file'],
    ['scaled-to-zero', 'no replica is running'],
    ['stopped', undefined],
  ])(
    'is as it was, but for its state and the reason: %s',
    (state, stateReason) => {
      const ready = recordIn({});

      expect(recordIn({ state, stateReason })).toEqual({ ...ready, state });
    },
  );
});

it.each([
  ['nvidia.com/gpu', '1', ['nvidia-gpu']],
  ['amd.com/gpu', '8', ['amd-gpu']],
  ['habana.ai/gaudi', '1', ['habana-gaudi']],
  ['nvidia.com/mig-1g.5gb', '1', ['nvidia-mig-1g.5gb']],
  ['nvidia.com/gpu', '0', []],
  ['cpu', '4', []],
  ['rdma/ib', '1', []],
  ['hugepages-2Mi', '1', []],
  ['/gpu', '1', []],
])('%s = %s is the accelerator %j', (name, quantity, expected) => {
  expect(acceleratorsOf({ [name]: quantity })).toEqual(expected);
});

describe("a server's own model", () => {
  it('takes every key of its annotations', () => {
    const output = run({
      servers: [
        aServer({
          displayName: 'Granite',
          description: 'of the annotation',
          storageUri: 'https://models.example.com/g.bin',
          properties: {
            Owner: 'group:team-a',
            Lifecycle: 'production',
            License: 'https://example.com/license',
            'How to use': 'https://example.com/how',
            'Homepage URL': 'https://example.com/home',
            TechDocs: 'https://git.example.com/docs',
            Ethics: 'be kind',
            Support: 'ask',
            Training: 'on text',
            Usage: 'chat',
          },
        }),
      ],
    });

    expect(modelOf(output)).toMatchObject({
      title: 'Granite',
      ownerRef: 'group:default/team-a',
      links: [{ title: 'Homepage', url: 'https://example.com/home' }],
      artifacts: ['https://models.example.com/g.bin'],
      model: {
        lifecycle: 'production',
        description: 'of the annotation',
        license: 'https://example.com/license',
        howToUseURL: 'https://example.com/how',
        ethics: 'be kind',
        support: 'ask',
        training: 'on text',
        usage: 'chat',
        annotations: { TechDocs: 'https://git.example.com/docs' },
      },
    });
    expect(serverOf(output).server).toMatchObject({
      homepageURL: 'https://example.com/home',
      annotations: { TechDocs: 'https://git.example.com/docs' },
    });
    expect(output.issues).toEqual([]);
  });

  it('tells where it lies when there is no URI', () => {
    const output = run({
      servers: [aServer({ storageKey: 'models', storagePath: 'a/b' })],
    });

    expect(modelOf(output).artifacts).toEqual([]);
    expect(modelOf(output).model.annotations).toMatchObject({
      'rhdh.modelcatalog.io/storage-path': 'models:a/b',
    });
  });

  it('reports each flaw of an annotation once', () => {
    const output = run({
      servers: [
        aServer({
          properties: {
            Owner: 'kube:admin:x',
            'Homepage URL': 'ftp://x',
            'How to use': 'ask Bob',
            TechDocs: 'data:x',
          },
        }),
      ],
    });

    expect(output.issues.map(({ field }) => field).sort()).toEqual([
      'Homepage URL',
      'How to use',
      'Owner',
      'TechDocs',
    ]);
  });
});

it('an InferenceService and an LLMInferenceService of one name are told apart', () => {
  const llm = aServer({
    resource: 'llminferenceservice',
    id: 'demo/llminferenceservice/granite',
    createdAt: '2026-02-01T00:00:00Z',
  });
  const { records } = run({ servers: [llm, aServer()] });
  const names = records.map(({ record }) => `${record.kind} ${record.name}`);

  expect(records).toHaveLength(4);
  expect(new Set(names).size).toBe(4);
  expect(names).toContain('server demo-granite');
  expect(new Set(records.map(({ record }) => record.uri)).size).toBe(2);
});

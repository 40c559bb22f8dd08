import { documentPaths, runtimeOf, type RuntimeHints } from './runtimes';

const hints = (change: Partial<RuntimeHints>): RuntimeHints => ({
  resource: 'inferenceservice',
  ...change,
});

describe('the kind of a model server', () => {
  it.each<[Partial<RuntimeHints>, string]>([
    [{ resource: 'llminferenceservice', runtime: 'x' }, 'vllm'],
    [{ runtime: 'vllm-cuda-runtime' }, 'vllm'],
    [{ runtime: 'vLLM NVIDIA GPU', modelFormat: 'onnx' }, 'vllm'],
    [{ runtime: 'nvidia-nim-runtime' }, 'vllm'],
    [{ runtime: 'kserve-ovms' }, 'openvino'],
    [{ runtime: 'kserve-mlserver' }, 'mlserver'],
    [{ runtime: 'kserve-tritonserver' }, 'triton'],
    [{ runtime: 'kserve-huggingfaceserver' }, 'kserve-huggingface'],
    [{ runtime: 'kserve-sklearnserver' }, 'kserve'],
    [{ runtime: 'caikit-tgis-runtime' }, 'caikit'],
    [{ runtime: 'tei-cpu' }, 'tei'],
    [{ runtime: 'tgi' }, 'tgi'],
    [{ runtime: 'my-own', modelFormat: 'sklearn' }, 'kserve'],
    [{ modelFormat: 'vLLM' }, 'vllm'],
    [{ modelFormat: 'openvino_ir' }, 'openvino'],
    [{ modelFormat: 'onnx' }, 'triton'],
    [{ modelFormat: 'tensorflow' }, 'tensorflow-serving'],
    [{ runtime: 'protein-folder' }, 'unknown'],
    [{}, 'unknown'],
  ])('%j: %s', (change, kind) => {
    expect(runtimeOf(hints(change))).toBe(kind);
  });

  it.each([
    [
      'mlserver',
      ['/v2/models/my%20model/docs/dataplane.json', '/v2/docs/dataplane.json'],
    ],
    ['tei', ['/api-doc/openapi.json', '/openapi.json']],
    ['triton', ['/openapi.json']],
    [
      'unknown',
      ['/openapi.json', '/v2/docs/dataplane.json', '/api-doc/openapi.json'],
    ],
  ] as const)('%s has its document at %j', (kind, paths) => {
    expect(documentPaths(kind, 'my model')).toEqual(paths);
  });
});

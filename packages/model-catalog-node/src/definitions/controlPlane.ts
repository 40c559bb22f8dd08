/** Paths of model servers that steer the server instead of using the model. */
type Rule = { pattern: RegExp; reason: string };

/** At the root, or below a version: an API of one's own may have a `/cv/resume`. */
const atRoot = (...names: string[]) =>
  new RegExp(`^(/v\\d+)?/(${names.join('|')})(/.*)?$`, 'i');

/**
 * What a definition that a running server gives must not offer to the readers
 * of a catalog. What people write by hand is not touched.
 */
export const CONTROL_PLANE: readonly Rule[] = [
  {
    pattern: atRoot('pause', 'resume', 'is_paused', 'sleep', 'wake_up'),
    reason: 'stops and starts serving for everybody (vLLM)',
  },
  {
    pattern: atRoot('is_sleeping'),
    reason: 'belongs to sleep and wake_up (vLLM)',
  },
  {
    pattern: atRoot(
      'update_weights\\w*',
      'init_weights?_update_group',
      'init_weight_transfer_engine',
      'start_weight_update',
      'finish_weight_update',
      'destroy_weights_update_group',
      'get_weights_by_name',
      'get_world_size',
    ),
    reason: 'replaces the weights of the model (vLLM, SGLang)',
  },
  {
    pattern: atRoot('load_lora_adapter', 'unload_lora_adapter'),
    reason: 'changes which adapters are served to everybody (vLLM)',
  },
  {
    pattern: atRoot('reset_(prefix|mm|encoder)_cache', 'flush_cache'),
    reason: 'empties a cache that all requests share (vLLM, SGLang)',
  },
  {
    pattern: atRoot('collective_rpc'),
    reason: 'runs any method on the workers (vLLM, development mode)',
  },
  {
    pattern: atRoot('server_info', 'get_server_info', 'props'),
    reason: 'shows how the server was started (vLLM, SGLang, llama.cpp)',
  },
  {
    pattern: /^\/v1\/config(\/.*)?$/i,
    reason: 'reads the configuration anew (OpenVINO Model Server)',
  },
  {
    pattern: atRoot('scale_elastic_ep', 'is_scaling_elastic_ep'),
    reason: 'changes how many workers there are (vLLM)',
  },
  {
    pattern: atRoot(
      'start_profile',
      'stop_profile',
      'abort_requests?',
      'release_memory_occupation',
      'resume_memory_occupation',
    ),
    reason: 'is for those who run the server (vLLM, SGLang)',
  },
  {
    pattern: /\/v2\/repository(\/.*)?$/i,
    reason: 'loads and unloads models (Open Inference Protocol, repository)',
  },
  {
    pattern: /\/v2\/(trace|logging|debug)(\/.*)?$/i,
    reason: 'changes what the server writes to its logs (Triton)',
  },
  {
    pattern:
      /\/v2\/models\/[^/]+(\/versions\/[^/]+)?\/(load|unload|trace\/setting)$/i,
    reason: 'loads and unloads models (KServe, MLServer, Triton)',
  },
  {
    pattern:
      /\/v2\/(systemsharedmemory|cudasharedmemory|models\/[^/]+\/systemsharedmemory)(\/.*)?$/i,
    reason: 'maps memory of the host (Triton)',
  },
  {
    pattern: /^(\/[^/]+)*\/api\/(pull|push|delete|copy|create|blobs)(\/.*)?$/i,
    reason: 'changes which models there are (Ollama)',
  },
  {
    pattern: atRoot('shutdown', 'quit', 'debug', 'restart', 'slots'),
    reason: 'ends or inspects the server',
  },
  {
    pattern: atRoot('metrics'),
    reason: 'is for monitoring, not for users of the model',
  },
];

/** Why a path is left out of a definition that a server gave; `undefined` when it stays. */
export function controlPlaneReason(path: string): string | undefined {
  const [bare = ''] = path.split(/[?#]/);
  const trimmed = bare.length > 1 ? bare.replace(/\/+$/, '') : bare;
  return CONTROL_PLANE.find(({ pattern }) => pattern.test(trimmed))?.reason;
}

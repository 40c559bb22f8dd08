import { runtimeOf } from '@model-catalog/node';
import type { ApiProfileName, PublishableServer } from '../contract/types';

type Hints = Pick<
  PublishableServer,
  'resource' | 'runtimeImage' | 'modelFormat' | 'openApi'
>;

/** Image without host, tag and digest: a registry's name says nothing of what runs. */
function nameOfImage(image: string | undefined): string | undefined {
  const [path = ''] = (image ?? '').split('@');
  const parts = path.replace(/:[^/:]*$/, '').split('/');
  const hasHost = parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '');
  return parts.slice(hasHost ? 1 : 0).join('/') || undefined;
}

/**
 * The API that a server speaks, as its spec tells.
 *
 * | image, else model format | profile |
 * |---|---|
 * | docling | docling |
 * | text-embeddings-inference, tei; format sbert | tei |
 * | vLLM and what serves as it does, TGI, KServe's Hugging Face server; any LLMInferenceService | vllm-openai |
 * | OpenVINO, MLServer, Triton, KServe's own servers | open-inference-v2 |
 * | anything else, with an OpenAPI document | custom |
 * | anything else | `undefined` |
 */
export function profileOf(server: Hints): ApiProfileName | undefined {
  const runtime = nameOfImage(server.runtimeImage)?.toLowerCase();
  const modelFormat = server.modelFormat?.toLowerCase();
  if (/docling/.test(`${runtime} ${modelFormat}`)) {
    return 'docling';
  }
  const kind = runtimeOf({ resource: server.resource, runtime, modelFormat });
  switch (kind) {
    case 'vllm':
    case 'tgi':
    case 'kserve-huggingface':
      return 'vllm-openai';
    case 'tei':
      return 'tei';
    case 'openvino':
    case 'mlserver':
    case 'triton':
    case 'kserve':
      return 'open-inference-v2';
    default:
      break;
  }
  if (modelFormat === 'sbert') {
    return 'tei';
  }
  return server.openApi === undefined ? undefined : 'custom';
}

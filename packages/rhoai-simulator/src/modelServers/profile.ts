import { z } from 'zod/v4';
import type { StoredObject } from '../kubernetes/object';

/**
 * How a model server behaves over HTTP.
 *
 * | profile | as | /openapi.json |
 * |---|---|---|
 * | vllm | vLLM with a chat model | yes |
 * | vllm-embedding | vLLM with an embedding model | yes |
 * | vllm-audio | vLLM with a speech model | yes |
 * | vllm-undocumented | vLLM with --disable-fastapi-docs | 404 |
 * | kserve-v2 | a V2 (Open Inference Protocol) runtime with documents | yes |
 * | undocumented | a V2 runtime whose documents are switched off, the default of KServe's own | 404 |
 * | kserve-v1 | KServe's own servers with protocol V1 | 404 |
 * | mlserver | MLServer (V2) | 404; /v2/docs/dataplane.json has it |
 * | triton | Triton (V2) | 404 |
 * | openvino | OpenVINO Model Server with a text model, OpenAI's API below /v3 | 404 |
 * | tei | Text Embeddings Inference | 404; /api-doc/openapi.json has it |
 */
export type ServerProfile =
  | 'vllm'
  | 'vllm-embedding'
  | 'vllm-audio'
  | 'vllm-undocumented'
  | 'kserve-v2'
  | 'undocumented'
  | 'kserve-v1'
  | 'mlserver'
  | 'triton'
  | 'openvino'
  | 'tei';

/** What a model server serves. */
export interface ServedModel {
  readonly profile: ServerProfile;
  /** The id that clients send as `model`, as `/v1/models` names it. */
  readonly modelId: string;
}

const predictorSchema = z.object({
  spec: z.object({
    predictor: z.object({
      model: z
        .object({
          modelFormat: z.object({ name: z.string() }).optional(),
          args: z.array(z.string()).optional(),
          runtime: z.string().optional(),
          protocolVersion: z.string().optional(),
        })
        .optional(),
    }),
  }),
});

const llmSchema = z.object({
  spec: z.object({
    model: z.object({ name: z.string().optional() }).optional(),
  }),
});

/** Reads from a deployment's spec, as its runtime would, what it will serve. */
export function servedModel(object: StoredObject): ServedModel {
  const { name } = object.metadata;
  if (object.kind === 'LLMInferenceService') {
    const llm = llmSchema.safeParse(object);
    const given = llm.success ? llm.data.spec.model?.name : undefined;
    return { profile: 'vllm', modelId: given ?? name };
  }
  const parsed = predictorSchema.safeParse(object);
  const model = parsed.success ? parsed.data.spec.predictor.model : undefined;
  const args = model?.args ?? [];
  const served = argument(args, '--served-model-name');
  return {
    profile:
      profileOfRuntime(model?.runtime ?? '') ??
      (model?.protocolVersion === 'v1'
        ? 'kserve-v1'
        : profileOf(model?.modelFormat?.name ?? 'vLLM', args)),
    modelId: served ?? argument(args, '--model_name') ?? name,
  };
}

function argument(args: readonly string[], flag: string): string | undefined {
  const found = args.find(arg => arg.startsWith(`${flag}=`));
  return found?.slice(flag.length + 1);
}

/** Runtimes that the name gives away. `ovms-openai`: OpenVINO with a text model. */
function profileOfRuntime(runtime: string): ServerProfile | undefined {
  const known = [
    [/mlserver/, 'mlserver'],
    [/triton/, 'triton'],
    [/ovms-openai|openvino/, 'openvino'],
    [/\btei\b|text-embeddings/, 'tei'],
  ] as const;
  return known.find(([pattern]) => pattern.test(runtime))?.[1];
}

function profileOf(format: string, args: readonly string[]): ServerProfile {
  if (format.toLowerCase() !== 'vllm') {
    const documented = argument(args, '--enable_docs_url') === 'True';
    return documented ? 'kserve-v2' : 'undocumented';
  }
  switch (argument(args, '--task')) {
    case 'embed':
      return 'vllm-embedding';
    case 'transcription':
      return 'vllm-audio';
    default:
      return args.includes('--disable-fastapi-docs')
        ? 'vllm-undocumented'
        : 'vllm';
  }
}

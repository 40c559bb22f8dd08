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
 */
export type ServerProfile =
  | 'vllm'
  | 'vllm-embedding'
  | 'vllm-audio'
  | 'vllm-undocumented'
  | 'kserve-v2'
  | 'undocumented';

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
    profile: profileOf(model?.modelFormat?.name ?? 'vLLM', args),
    modelId: served ?? argument(args, '--model_name') ?? name,
  };
}

function argument(args: readonly string[], flag: string): string | undefined {
  const found = args.find(arg => arg.startsWith(`${flag}=`));
  return found?.slice(flag.length + 1);
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

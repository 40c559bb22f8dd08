import type { InferenceServer } from '../objects';
import { ANNOTATION, textOf } from './annotations';
import { adapterNames } from './arguments';
import { describe, type ParsedServer, refused, urlIssues } from './describe';
import { LlmInferenceService } from './llmSchema';
import { llmUrlsOf } from './llmUrls';
import { objectName } from './parse';
import { mainContainer, resourcesOf } from './resources';
import { llmStateOf } from './state';

/** Callers need a token unless the annotation is "false". */
function needsToken({ metadata }: LlmInferenceService): boolean {
  const written = metadata.annotations?.[ANNOTATION.authentication];
  return written?.trim().toLowerCase() !== 'false';
}

/**
 * Reads one LLMInferenceService, of either version, as the API gave it; never
 * throws. The model's id for requests is `spec.model.name`, else the object's
 * own name.
 */
export function parseLlmInferenceService(
  raw: unknown,
  cluster: string,
): ParsedServer {
  const resource = 'llminferenceservice';
  const parsed = LlmInferenceService.safeParse(raw);
  if (!parsed.success) {
    return refused(objectName(raw, resource), parsed.error);
  }
  const object = parsed.data;
  const { metadata, spec } = object;
  const { unusable, ...urls } = llmUrlsOf(object);
  const { described, apiSpec } = describe(resource, metadata, cluster);
  const adapters = spec.model?.lora?.adapters ?? [];
  const main = mainContainer(spec.template?.containers);
  const server: InferenceServer = {
    ...described,
    ...llmStateOf(object),
    ...urls,
    authentication: needsToken(object),
    storageUri: textOf(spec.model?.uri),
    resources: resourcesOf(main?.resources),
    servedName: textOf(spec.model?.name) ?? metadata.name,
    loraAdapters: adapterNames(adapters.map(({ name }) => name)),
  };
  return { server, apiSpec, issues: urlIssues(resource, metadata, unusable) };
}

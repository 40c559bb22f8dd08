import { z } from 'zod/v4';
import type { InferenceServer } from '../objects';
import { ANNOTATION, textOf } from './annotations';
import { loraAdaptersOf, servedNameOf, wordsOf } from './arguments';
import { deploymentModeOf } from './deploymentMode';
import {
  describe,
  KIND_OF,
  type ParsedServer,
  refused,
  urlIssues,
} from './describe';
import { mainContainer, resourcesOf } from './resources';
import { Frameworks, InferenceService } from './schema';
import { stateOf } from './state';
import { urlsOf } from './urls';

const Identified = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/** How an object is called in messages, as far as it can be read at all. */
export function objectName(
  raw: unknown,
  resource: InferenceServer['resource'],
): string {
  const kind = KIND_OF[resource];
  const { data } = Identified.safeParse(raw);
  return data
    ? `${kind} ${data.metadata.namespace}/${data.metadata.name}`.slice(0, 300)
    : `${kind} (without a name)`;
}

/**
 * Whether callers need a token.
 *
 * | enable-auth | deployment mode | authentication |
 * |---|---|---|
 * | "true" in any case | - | true |
 * | anything else | - | false |
 * | absent | ModelMesh: its ServingRuntime says it | unknown here |
 * | absent | any other | false |
 */
function authenticationOf(object: InferenceService): boolean | undefined {
  const written = object.metadata.annotations?.[ANNOTATION.authentication];
  return written === undefined && deploymentModeOf(object) === 'modelmesh'
    ? undefined
    : written?.trim().toLowerCase() === 'true';
}

/** A custom predictor is told where the model lies by this variable. */
const STORAGE_URI = 'STORAGE_URI';

/** What is served, whichever of the three forms of a predictor says it. */
function modelOf({ metadata, spec, status }: InferenceService) {
  const { predictor } = spec;
  const framework = Frameworks.options.find(name => predictor[name]);
  const model = predictor.model ?? (framework && predictor[framework]);
  const main = model ?? mainContainer(predictor.containers);
  const words = wordsOf([
    ...(model ? [model] : []),
    ...(predictor.containers ?? []),
  ]);
  const fromEnvironment = main?.env?.find(({ name }) => name === STORAGE_URI);
  return {
    runtime:
      textOf(predictor.model?.runtime) ?? textOf(status?.servingRuntimeName),
    modelFormat: predictor.model
      ? textOf(predictor.model.modelFormat?.name)
      : framework,
    storageUri:
      textOf(model?.storageUri) ??
      textOf(predictor.storageUris?.[0]?.uri) ??
      textOf(fromEnvironment?.value),
    storageKey: textOf(model?.storage?.key),
    storagePath: textOf(model?.storage?.path),
    resources: resourcesOf(main?.resources),
    servedName: servedNameOf(words, metadata),
    loraAdapters: loraAdaptersOf(words),
  };
}

/** Reads one InferenceService as the API gave it; never throws. */
export function parseInferenceService(
  raw: unknown,
  cluster: string,
): ParsedServer {
  const parsed = InferenceService.safeParse(raw);
  if (!parsed.success) {
    return refused(objectName(raw, 'inferenceservice'), parsed.error);
  }
  const object = parsed.data;
  const { metadata } = object;
  const { unusable, ...urls } = urlsOf(object);
  const { described, apiSpec } = describe(
    'inferenceservice',
    metadata,
    cluster,
  );
  // Not spread together: see mergedTexts, here it is 600 bytes for each server.
  const server: InferenceServer = Object.assign(
    described,
    stateOf(object),
    urls,
    modelOf(object),
    {
      authentication: authenticationOf(object),
      deploymentMode: deploymentModeOf(object),
    },
  );
  return {
    server,
    apiSpec,
    issues: urlIssues('inferenceservice', metadata, unusable),
  };
}

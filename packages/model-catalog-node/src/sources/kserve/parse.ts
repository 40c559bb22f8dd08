import { digestOf } from '@model-catalog/common';
import { z } from 'zod/v4';
import type { InferenceServer, RegistryLink } from '../objects';
import type { Issue } from '../types';
import { ANNOTATION, LABEL, overridesOf, textOf } from './annotations';
import { Frameworks, InferenceService } from './schema';
import { stateOf } from './state';
import { urlsOf } from './urls';

/** One InferenceService as it was understood. */
export type ParsedServer = {
  /** Absent when the object could not be read. */
  server?: InferenceServer;
  /** The `API Spec` annotation's text, which the server names by digest. */
  apiSpec?: string;
  issues: Omit<Issue, 'source'>[];
};

const Identified = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/** `<namespace>/<resource>/<name>`. */
export function serverId(namespace: string, name: string): string {
  return `${namespace}/inferenceservice/${name}`;
}

function objectName(raw: unknown): string {
  const { data } = Identified.safeParse(raw);
  return data
    ? `InferenceService ${data.metadata.namespace}/${data.metadata.name}`
    : 'InferenceService (without a name)';
}

/**
 * Whether callers need a token.
 *
 * | enable-auth | deployment mode | authentication |
 * |---|---|---|
 * | "true" in any case | - | true |
 * | anything else | - | false |
 * | absent | ModelMesh: its ServingRuntime says it | unknown |
 * | absent | any other | false |
 */
function authenticationOf({
  metadata: { annotations },
  status,
}: InferenceService): boolean | undefined {
  const written = annotations?.[ANNOTATION.authentication];
  const mode =
    annotations?.[ANNOTATION.deploymentMode] ?? status?.deploymentMode;
  return written === undefined && mode === 'ModelMesh'
    ? undefined
    : written?.trim().toLowerCase() === 'true';
}

function linkOf(
  labels: InferenceService['metadata']['labels'],
): RegistryLink | undefined {
  const modelId = textOf(labels?.[LABEL.modelId]);
  if (modelId === undefined) {
    return undefined;
  }
  return {
    registry: textOf(labels?.[LABEL.registry]),
    modelId,
    versionId: textOf(labels?.[LABEL.versionId]),
  };
}

const SERVED_NAME = '--served-model-name';

/** The first name that vLLM is told to serve the model under. */
function servedNameOf({ spec }: InferenceService): string | undefined {
  const { model, containers } = spec.predictor;
  const args = [
    ...(model?.args ?? []),
    ...(containers ?? []).flatMap(container => container.args ?? []),
  ];
  for (const [index, arg] of args.entries()) {
    const value = arg.startsWith(`${SERVED_NAME}=`)
      ? arg.slice(SERVED_NAME.length + 1)
      : args[index + 1];
    const isName = value !== undefined && !/^-|\{\{|\$\(/.test(value);
    if (arg.startsWith(SERVED_NAME) && isName) {
      return textOf(value);
    }
  }
  return undefined;
}

function modelOf({ spec, status }: InferenceService) {
  const { predictor } = spec;
  const runtime =
    textOf(predictor.model?.runtime) ?? textOf(status?.servingRuntimeName);
  if (predictor.model) {
    return {
      runtime,
      modelFormat: textOf(predictor.model.modelFormat?.name),
      storageUri: textOf(predictor.model.storageUri),
    };
  }
  const modelFormat = Frameworks.options.find(name => predictor[name]);
  return {
    runtime,
    modelFormat,
    storageUri: modelFormat && textOf(predictor[modelFormat]?.storageUri),
  };
}

function toServer(
  object: InferenceService,
  cluster: string,
): Required<Pick<ParsedServer, 'server'>> & ParsedServer {
  const { metadata } = object;
  const { name, namespace, uid } = metadata;
  const annotations = metadata.annotations ?? {};
  const { properties, apiSpec } = overridesOf(annotations);
  const { unusable, ...urls } = urlsOf(object);
  return {
    server: {
      id: serverId(namespace, name),
      cluster,
      namespace,
      resource: 'inferenceservice',
      name,
      uid,
      generation: metadata.generation ?? undefined,
      createdAt: textOf(metadata.creationTimestamp),
      displayName: textOf(annotations[ANNOTATION.displayName]),
      description: textOf(annotations[ANNOTATION.description]),
      ...stateOf(object),
      ...urls,
      authentication: authenticationOf(object),
      ...modelOf(object),
      servedName: servedNameOf(object),
      link: linkOf(metadata.labels),
      apiSpecDigest: apiSpec === undefined ? undefined : digestOf(apiSpec),
      properties,
    },
    apiSpec,
    issues: unusable.map(field => ({
      object: `InferenceService ${namespace}/${name}`,
      field,
      reason: 'is no http or https URL that can be shown; it is left out',
    })),
  };
}

/** Reads one object as the API gave it; never throws. */
export function parseInferenceService(
  raw: unknown,
  cluster: string,
): ParsedServer {
  const parsed = InferenceService.safeParse(raw);
  if (parsed.success) {
    return toServer(parsed.data, cluster);
  }
  const object = objectName(raw);
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => ({
    object,
    field: path.map(String).join('.'),
    reason: `${message}; what was known of the object stays`,
  }));
  return { issues };
}

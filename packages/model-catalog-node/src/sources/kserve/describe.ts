import type { z } from 'zod/v4';
import { createSharing } from '../../records/sharing';
import { type LongText, longText } from '../longText';
import type { InferenceServer, RegistryLink } from '../objects';
import type { Issue } from '../types';
import { ANNOTATION, LABEL, overridesOf, textOf } from './annotations';
import type { Metadata } from './fields';

type Resource = InferenceServer['resource'];

/** One object as it was understood. */
export type ParsedServer = {
  /** Absent when the object could not be read. */
  server?: InferenceServer;
  /** The `API Spec` annotation, which the server names by digest. */
  apiSpec?: LongText;
  issues: readonly Omit<Issue, 'source'>[];
};

/** How people call an object of each kind. */
export const KIND_OF: Readonly<Record<Resource, string>> = {
  inferenceservice: 'InferenceService',
  llminferenceservice: 'LLMInferenceService',
};

/** `<namespace>/<resource>/<name>`; joined, as a text that is put together keeps its parts. */
export function serverId(
  resource: Resource,
  namespace: string,
  name: string,
): string {
  return [namespace, resource, name].join('/');
}

/** Many links name the same few registries. */
const shared = createSharing<string>();

/** The registry's ids by which the dashboard links a deployment to a version. */
function linkOf({ labels, annotations }: Metadata): RegistryLink | undefined {
  const modelId = textOf(labels?.[LABEL.modelId]);
  if (modelId === undefined) {
    return undefined;
  }
  const registry = textOf(labels?.[LABEL.registry]);
  return {
    registry: registry && shared(registry, registry),
    registryNamespace: textOf(labels?.[LABEL.registryNamespace]),
    registryUrl: textOf(annotations?.[ANNOTATION.registryUrl]),
    modelId,
    versionId: textOf(labels?.[LABEL.versionId]),
  };
}

/** What both kinds say of themselves in the same way. */
export function describe(
  resource: Resource,
  metadata: Metadata,
  cluster: string,
) {
  const { name, namespace, uid, annotations } = metadata;
  const { properties, apiSpec: written } = overridesOf(metadata);
  const apiSpec = longText(written);
  const described = {
    id: serverId(resource, namespace, name),
    cluster,
    namespace,
    resource,
    name,
    uid,
    generation: metadata.generation ?? undefined,
    createdAt: textOf(metadata.creationTimestamp),
    displayName: textOf(annotations?.[ANNOTATION.displayName]),
    description: textOf(annotations?.[ANNOTATION.description]),
    link: linkOf(metadata),
    apiSpecDigest: apiSpec?.digest,
    properties,
  };
  return { described, apiSpec };
}

const NO_ISSUES: ParsedServer['issues'] = [];

/** URLs that nobody can call are left out, and told. */
export function urlIssues(
  resource: Resource,
  { namespace, name }: Metadata,
  unusable: readonly string[],
): ParsedServer['issues'] {
  return unusable.length === 0
    ? NO_ISSUES
    : unusable.map(field => ({
        object: `${KIND_OF[resource]} ${namespace}/${name}`,
        field,
        reason: 'is no http or https URL that can be shown; it is left out',
      }));
}

/** What is told of an object that a schema refused. */
export function refused(object: string, error: z.ZodError): ParsedServer {
  const issues = error.issues.slice(0, 5).map(({ path, message }) => ({
    object,
    field: path.map(String).join('.').slice(0, 200),
    reason: `${message.slice(0, 500)}; what was known of the object stays`,
  }));
  return { issues };
}

import { z } from 'zod/v4';
import { type Manifest, manifestSchema } from '../acceptance/rbac/manifests';
import type { ManifestObject } from './objects';

const roleSchema = z.object({
  rules: z.array(
    z.object({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      verbs: z.array(z.string()),
    }),
  ),
});

/** One thing that a rule allows; without a namespace in all of them. */
export interface Grant {
  /** `group/resource verb`. */
  readonly right: string;
  readonly namespace: string | undefined;
}

/** What the roles among the objects allow. */
export function grantsOf(objects: readonly ManifestObject[]): Grant[] {
  return objects
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap(object =>
      roleSchema.parse(object).rules.flatMap(rule =>
        rightsOf(rule).map(right => ({
          right,
          namespace: object.metadata.namespace,
        })),
      ),
    );
}

function rightsOf({
  apiGroups,
  resources,
  verbs,
}: z.infer<typeof roleSchema>['rules'][number]): string[] {
  return apiGroups.flatMap(group =>
    resources.flatMap(resource =>
      verbs.map(verb => `${group}/${resource} ${verb}`),
    ),
  );
}

const refSchema = z.looseObject({ kind: z.string(), name: z.string() });
const bindingSchema = z.looseObject({ roleRef: refSchema });

/**
 * The same rights for Developer Hub in one of several namespaces: what they
 * would share is named after it.
 */
export function rightsIn(
  namespace: string,
  objects: readonly ManifestObject[],
): Manifest[] {
  const isShared = ({ kind, metadata }: ManifestObject) =>
    kind.startsWith('Cluster') || metadata.namespace !== 'ai-rhdh';
  const own = (name: string) => `${name}-${namespace}`;
  const renamed = new Set(
    objects
      .filter(object => object.kind.endsWith('Role') && isShared(object))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  );
  const text = JSON.stringify(
    objects
      .filter(({ kind }) => kind !== 'Secret')
      .map(object => {
        const { data } = bindingSchema.safeParse(object);
        const ref = data?.roleRef;
        const { name } = object.metadata;
        return {
          ...object,
          ...(ref && renamed.has(`${ref.kind} ${ref.name}`)
            ? { roleRef: { ...ref, name: own(ref.name) } }
            : {}),
          metadata: {
            ...object.metadata,
            name: isShared(object) ? own(name) : name,
          },
        };
      }),
  );
  return z
    .array(manifestSchema)
    .parse(JSON.parse(text.replaceAll('ai-rhdh', namespace)));
}

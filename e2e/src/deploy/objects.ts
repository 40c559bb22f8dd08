import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v4';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
});

/** One object of Kubernetes in a manifest. */
export type ManifestObject = z.infer<typeof objectSchema>;

/** The objects of a manifest. @throws Error for YAML that is none, or no object */
export function objectsOf(text: string): ManifestObject[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors.length > 0) throw document.errors[0];
    const value: unknown = document.toJS();
    return value === null ? [] : [objectSchema.parse(value)];
  });
}

/** How a person would name it. */
export function nameOf({ kind, metadata }: ManifestObject): string {
  const { name, namespace } = metadata;
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

import { z } from 'zod/v4';
import { ANNOTATION } from './annotations';
import { texts } from './fields';

/** What we read of a ServingRuntime (serving.kserve.io/v1alpha1). */
export const ServingRuntime = z.object({
  metadata: z.object({ annotations: texts }),
});
export type ServingRuntime = z.infer<typeof ServingRuntime>;

/** Path of one ServingRuntime. */
export const runtimePath = (namespace: string, name: string) =>
  `/apis/serving.kserve.io/v1alpha1/namespaces/${namespace}/servingruntimes/${encodeURIComponent(
    name,
  )}`;

/** With ModelMesh, the runtime says for all its models whether callers need a token; off unless "true". */
export function runtimeNeedsToken({ metadata }: ServingRuntime): boolean {
  const written = metadata.annotations?.[ANNOTATION.authentication];
  return written?.trim().toLowerCase() === 'true';
}

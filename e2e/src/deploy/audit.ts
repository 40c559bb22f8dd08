import { readFile } from 'fs/promises';
import { z } from 'zod/v4';

const eventSchema = z.object({
  user: z.object({ username: z.string() }),
  verb: z.string(),
  objectRef: z
    .object({
      apiGroup: z.string().default(''),
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** One request to a resource, as the audit log has it. */
export interface Request {
  /** `group/resource verb`, as rules are written. */
  readonly right: string;
  readonly namespace: string | undefined;
  readonly allowed: boolean;
}

/** What a user asked of the API server for, of resources. */
export async function requestsOf(
  auditLog: string,
  username: string,
): Promise<Request[]> {
  const text = await readFile(auditLog, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter(line => line.includes(username))
    .map(line => eventSchema.parse(JSON.parse(line)))
    .filter(({ user }) => user.username === username)
    .flatMap(({ objectRef, verb, annotations }) => {
      if (!objectRef) return [];
      const { apiGroup, resource, subresource, namespace } = objectRef;
      const what = subresource ? `${resource}/${subresource}` : resource;
      return {
        right: `${apiGroup}/${what} ${verb}`,
        namespace,
        allowed: annotations['authorization.k8s.io/decision'] === 'allow',
      };
    });
}

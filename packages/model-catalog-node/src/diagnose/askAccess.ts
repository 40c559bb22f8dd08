import { z } from 'zod/v4';
import type { KubernetesClient } from '../kubernetes/types';
import type { Review } from './rights';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const Answer = z.object({
  status: z.object({
    allowed: z.boolean(),
    reason: z.string().nullish(),
  }),
});

/**
 * Asks the API server whether we may do something (authorization.k8s.io/v1
 * SelfSubjectAccessReview, which every user may create). Throws `HttpError`.
 */
export async function askAccess(
  client: Pick<KubernetesClient, 'create'>,
  review: Review,
): Promise<boolean> {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: review },
  };
  const { status } = await client.create(PATH, body, Answer);
  return status.allowed;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod/v4';
import { mayDo, type TokenUser } from './access';
import { readBody } from './body';
import type { JsonObject } from './object';
import { sendJson } from './respond';
import { badRequest } from './status';

/** Where a user asks what it may do itself; every user may. */
export const ACCESS_REVIEWS =
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const attributes = z.object({
  group: z.string().default(''),
  resource: z.string(),
  subresource: z.string().optional(),
  verb: z.string(),
  namespace: z.string().optional(),
  name: z.string().optional(),
});

const review = z.object({
  spec: z.object({ resourceAttributes: attributes }),
});

function parseReview(text: string): {
  body: JsonObject;
  asked: z.infer<typeof attributes>;
} {
  try {
    const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    return { body, asked: review.parse(body).spec.resourceAttributes };
  } catch {
    throw badRequest(
      'SelfSubjectAccessReview: spec.resourceAttributes cannot be read',
    );
  }
}

/** Answers a SelfSubjectAccessReview by the same rules that decide about requests. */
export async function answerAccessReview(
  user: TokenUser,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { body, asked } = parseReview(await readBody(request));
  const { resource, ...rest } = asked;
  const allowed = mayDo(user, { ...rest, plural: resource });
  sendJson(response, 201, { ...body, status: { allowed } });
}

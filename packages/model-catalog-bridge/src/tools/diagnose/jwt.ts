import { z } from 'zod/v4';

/** What may be told of a token without telling the token. */
export type TokenFacts =
  | { kind: 'jwt'; expiresAt?: number; subject?: string }
  /** Not readable from outside: `sha256~…` of a login, or anything else. */
  | { kind: 'opaque' };

const Claims = z.object({
  /** Seconds since the epoch. */
  exp: z.number().optional().catch(undefined),
  sub: z.string().max(256).optional().catch(undefined),
});

/** The expiry and subject of a token, unverified: whoever takes the token verifies it. */
export function tokenFacts(token: string): TokenFacts {
  const [, payload, signature, more] = token.trim().split('.');
  if (!payload || signature === undefined || more !== undefined) {
    return { kind: 'opaque' };
  }
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    const { exp, sub } = Claims.parse(JSON.parse(text));
    return {
      kind: 'jwt',
      subject: sub,
      expiresAt: exp === undefined ? undefined : exp * 1000,
    };
  } catch {
    return { kind: 'opaque' };
  }
}

import type { InferenceServer } from '../objects';

/** What a server's own object does not say and another object may. */
export type Gaps = { url: boolean; authentication: boolean };

/** What was found of it elsewhere, or what it said itself before its status lost it. */
export type Found = {
  externalUrl?: string;
  internalUrl?: string;
  authentication?: boolean;
};

/**
 * | status gives a URL | state | look for its Services |
 * |---|---|---|
 * | yes | any | no |
 * | no | ready, scaled-to-zero | yes |
 * | no | any other | no: it has none to call yet; what was found before stays, unless it is stopped |
 *
 * A server of ModelMesh that does not say whether callers need a token has it
 * from its ServingRuntime.
 */
export function gapsOf(server: InferenceServer): Gaps | undefined {
  const { externalUrl, internalUrl, state, authentication, runtime } = server;
  const hasUrl = externalUrl !== undefined || internalUrl !== undefined;
  const url = !hasUrl && (state === 'ready' || state === 'scaled-to-zero');
  const isOpen =
    authentication === undefined &&
    server.deploymentMode === 'modelmesh' &&
    runtime !== undefined;
  return url || isOpen ? { url, authentication: isOpen } : undefined;
}

/** Whether a URL that was found of a server can be its own: it says none itself, and was not switched off. */
export function mayHaveFoundUrl({
  externalUrl,
  internalUrl,
  state,
}: InferenceServer): boolean {
  const hasUrl = externalUrl !== undefined || internalUrl !== undefined;
  return !hasUrl && state !== 'stopped';
}

/** A server with what was found of it; what it says itself wins. */
export function withFound(
  server: InferenceServer,
  { externalUrl, internalUrl, authentication }: Found,
): InferenceServer {
  return {
    ...server,
    ...(mayHaveFoundUrl(server) && { externalUrl, internalUrl }),
    authentication: server.authentication ?? authentication,
  };
}

/** Changes whenever what is looked for may have changed. */
export function fingerprintOf(server: InferenceServer, gaps: Gaps): string {
  const { uid, generation, runtime } = server;
  return [uid, generation, runtime, gaps.url, gaps.authentication].join('\n');
}

import { markedDigest, type ModelServer } from '@model-catalog/common';

/** Looks up a long text; `undefined` when there is none of that digest. */
export type TextOf = (digest: string) => Promise<string | undefined>;

/** What the connector before this one said of an API that it knew nothing of. */
export const UNKNOWN_DEFINITION = 'TBD';

/** The server with its API's definition filled in, and what was missing. */
export async function withDefinition(
  server: ModelServer,
  textOf: TextOf,
): Promise<{ server: ModelServer; issues: string[] }> {
  const { API: api } = server;
  const digest = api && markedDigest(api.spec);
  if (!api || digest === undefined) {
    return { server, issues: [] };
  }
  const text = await textOf(digest);
  return {
    server: { ...server, API: { ...api, spec: text ?? UNKNOWN_DEFINITION } },
    issues:
      text === undefined
        ? [
            `${server.name}: the store lacks the text of its API definition (${digest}); "${UNKNOWN_DEFINITION}" is served until it is read again`,
          ]
        : [],
  };
}

import { z } from 'zod/v4';
import {
  type AuthorizeFor,
  type Files,
  type KubernetesClient,
  messageOf,
} from '@model-catalog/node';
import type { DefinitionToken } from '../config/types';

/** Tokens rotate; a server is asked several questions in a row. */
const REMEMBER_MS = 60_000;

/** v1 Secret, what is needed of it. */
const Secret = z.object({ data: z.record(z.string(), z.string()).nullish() });

type Dependencies = {
  client: KubernetesClient;
  files: Files;
  /** Milliseconds since the epoch. */
  now: () => number;
};

type From = DefinitionToken['from'];

const describe = (from: From) =>
  'file' in from
    ? `the token file ${from.file}`
    : `key ${from.secret.key} of Secret ${from.secret.namespace}/${from.secret.name}`;

async function textOf(
  from: From,
  { client, files }: Dependencies,
): Promise<string | undefined> {
  if ('file' in from) {
    return files.read(from.file);
  }
  const { namespace, name, key } = from.secret;
  const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
  const { data } = await client.get(path, Secret);
  const encoded = data?.[key];
  return encoded && Buffer.from(encoded, 'base64').toString('utf8');
}

async function readToken(
  from: From,
  dependencies: Dependencies,
): Promise<string> {
  let text: string | undefined;
  try {
    text = await textOf(from, dependencies);
  } catch (error) {
    throw new Error(
      `${describe(from)} cannot be read: ${messageOf(
        error,
      )}. Allow the service account to get that one Secret, or configure a secretFile`,
    );
  }
  const token = text?.trim();
  if (!token) {
    throw new Error(`${describe(from)} is missing or empty`);
  }
  return token;
}

/**
 * The tokens that operators configured for reading the definitions of model
 * servers. Each goes to its own server at its own origin and nowhere else.
 */
export function createDefinitionTokens(
  tokens: readonly DefinitionToken[],
  dependencies: Dependencies,
): AuthorizeFor {
  const known = new Map<DefinitionToken, { token: string; until: number }>();
  return async ({ origin, server }) => {
    const id = `${server.namespace}/${server.name}`;
    const configured = tokens.find(
      one => one.server === id && new URL(one.origin).origin === origin,
    );
    if (!configured) {
      return undefined;
    }
    const now = dependencies.now();
    let remembered = known.get(configured);
    if (!remembered || remembered.until <= now) {
      const token = await readToken(configured.from, dependencies);
      remembered = { token, until: now + REMEMBER_MS };
      known.set(configured, remembered);
    }
    return { authorization: `Bearer ${remembered.token}` };
  };
}

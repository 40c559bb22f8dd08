import { readFile, stat } from 'node:fs/promises';
import { createHttpClient, mayCarryToken, proxyFor } from '@model-catalog/node';

/** Where a definition is read. */
export type SpecPlace = {
  /** Of a running model server, e.g. https://host/openapi.json. */
  from?: string;
  file?: string;
  /** File or variable with the token that the model server asks for. */
  tokenFile?: string;
  tokenEnv?: string;
  caFile?: string;
};

const MAX_BYTES = 16 * 1024 * 1024;

async function tokenOf(
  { tokenFile, tokenEnv }: SpecPlace,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (tokenFile !== undefined) {
    return (await readFile(tokenFile, 'utf8')).trim();
  }
  if (tokenEnv === undefined) {
    return undefined;
  }
  const token = environment[tokenEnv]?.trim();
  if (!token) {
    throw new Error(`The variable ${tokenEnv} is not set or empty`);
  }
  return token;
}

/** No credential of the cluster goes to a model server: only the one that was named for it. */
async function fetchSpec(
  url: string,
  place: SpecPlace,
  {
    environment,
    signal,
  }: {
    environment: Readonly<Record<string, string | undefined>>;
    signal: AbortSignal;
  },
): Promise<string> {
  const token = await tokenOf(place, environment);
  if (token && !mayCarryToken(url)) {
    throw new Error(
      'A token is sent there, which needs https or an address of this machine',
    );
  }
  const { caFile } = place;
  const http = createHttpClient({
    ...(token && {
      authorize: async () => ({ authorization: `Bearer ${token}` }),
    }),
    tls: async () => ({
      caPem: caFile ? await readFile(caFile, 'utf8') : undefined,
    }),
    proxy: target => proxyFor(target, environment),
    retry: { retries: 0 },
    maxBytes: MAX_BYTES,
  });
  try {
    return (await http.request({ url, signal })).body;
  } finally {
    await http.close();
  }
}

async function readSpecFile(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) {
    throw new Error(`${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
  }
  return readFile(path, 'utf8');
}

/** The text of a definition. Throws with what was tried. */
export async function readSpec(
  place: SpecPlace & { from?: string },
  context: {
    environment: Readonly<Record<string, string | undefined>>;
    signal: AbortSignal;
  },
): Promise<string> {
  const { from, file } = place;
  if (from !== undefined) {
    return fetchSpec(from, place, context);
  }
  return readSpecFile(file ?? '');
}

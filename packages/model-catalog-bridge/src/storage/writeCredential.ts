import { createHmac } from 'node:crypto';
import { type Files, realFiles } from '@model-catalog/node';
import {
  hashOf,
  isAmong,
  isLoopback,
  OVERLAP_MS,
} from '@model-catalog/service';
import { type Config, ConfigError } from '../config/config';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells this use of the shared token from any other; never to be changed. */
const LABEL = 'model-catalog-bridge/storage-rest/write/v1';

/** A file is not read more often than this, milliseconds. */
const REREAD_MS = 1_000;

export type CredentialOptions = {
  config: Pick<Config, 'storageToken'>;
  environment: Environment;
  files?: Files;
};

/**
 * The credential that may write, read anew at each call.
 *
 * | given | credential |
 * |---|---|
 * | STORAGE_TOKEN | that |
 * | STORAGE_TOKEN_FILE | what the file holds now |
 * | `token`, which the containers of a pod share by envFrom | HMAC-SHA256 of it |
 *
 * The token itself is one for Kubernetes and is not sent between the roles.
 * @throws ConfigError when nothing is given
 */
export function writeCredential({
  config,
  environment,
  files = realFiles,
}: CredentialOptions): () => Promise<string> {
  const { storageToken } = config;
  if (storageToken && 'file' in storageToken) {
    const { file } = storageToken;
    return async () => {
      const text = (await files.read(file))?.trim();
      if (!text) {
        throw new Error(`STORAGE_TOKEN_FILE ${file} is missing or empty`);
      }
      return text;
    };
  }
  if (storageToken) {
    return async () => storageToken.value;
  }
  const shared = environment.token?.trim();
  if (!shared) {
    throw new ConfigError([
      'STORAGE_TOKEN: nothing says who may write to storage-rest; give all containers the Secret with "token" by envFrom, or the same STORAGE_TOKEN or STORAGE_TOKEN_FILE',
    ]);
  }
  const derived = createHmac('sha256', shared).update(LABEL).digest('hex');
  return async () => derived;
}

/**
 * What a reader shows: on this machine nothing is needed; elsewhere every
 * request needs the write credential.
 */
export function readerCredential(
  options: CredentialOptions & { config: Pick<Config, 'storageUrl'> },
): (() => Promise<string>) | undefined {
  const { hostname } = new URL(options.config.storageUrl);
  return isLoopback({ host: hostname.replace(/^\[|\]$/g, ''), port: 0 })
    ? undefined
    : writeCredential(options);
}

/** Says whether an Authorization header may write. */
export type WriteGuard = (header: string | undefined) => Promise<boolean>;

/**
 * Compares in constant time. When the credential changes, the one before is
 * accepted for {@link OVERLAP_MS}: the writer may read its file a moment later.
 */
export function createWriteGuard(
  credential: () => Promise<string>,
  now: () => number,
): WriteGuard {
  let current: { text: string; readAt: number } | undefined;
  let previous: { text: string; until: number } | undefined;

  const refresh = async () => {
    const at = now();
    if (current && at - current.readAt < REREAD_MS) {
      return current.text;
    }
    const text = await credential().catch(error => {
      if (!current) {
        throw error;
      }
      // Files that rotate are away for a moment.
      return current.text;
    });
    if (current && current.text !== text) {
      previous = { text: current.text, until: at + OVERLAP_MS };
    }
    current = { text, readAt: at };
    return text;
  };
  return async header => {
    const given = /^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '';
    const text = await refresh();
    const before = previous && previous.until > now() ? [previous.text] : [];
    return isAmong(given, [text, ...before].map(hashOf));
  };
}

import { createHmac } from 'node:crypto';
import { type Files, realFiles } from '@model-catalog/node';
import {
  createSecretCheck,
  isLoopback,
  type SecretCheckOptions,
  type Verdict,
} from '@model-catalog/service';
import type { RequestHandler } from 'express';
import { type Config, ConfigError } from '../config/config';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells this use of the shared token from any other; never to be changed. */
const LABEL = 'model-catalog-bridge/storage-rest/write/v1';

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
export type WriteGuard = (header: string | undefined) => Promise<Verdict>;

/**
 * Compares in constant time. When the credential changes, the one before is
 * accepted for a while: the writer may read its file a moment later.
 */
export function createWriteGuard(
  credential: () => Promise<string>,
  options: Pick<SecretCheckOptions, 'now' | 'onError'>,
): WriteGuard {
  const check = createSecretCheck({
    ...options,
    name: 'The write credential',
    read: credential,
  });
  return header => check(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '');
}

/** Lets only those through who show the write credential; the others learn nothing else. */
export const requireWriter =
  (guard: WriteGuard, error: string): RequestHandler =>
  (request, response, next) => {
    guard(request.get('authorization'))
      .then(verdict => {
        if (verdict === 'accepted') {
          next();
        } else if (verdict === 'unknown') {
          response.status(503).set('Retry-After', '5');
          response.json({ error: 'The write credential cannot be read yet' });
        } else {
          response.status(401).set('WWW-Authenticate', 'Bearer');
          response.json({ error });
        }
      })
      .catch(next);
  };

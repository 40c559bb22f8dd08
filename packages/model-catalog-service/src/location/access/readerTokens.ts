import { readFile } from 'node:fs/promises';
import type { Credential } from '../../config/types';
import {
  createSecretCheck,
  type SecretCheck,
  type SecretCheckOptions,
} from '../../secretCheck';

async function tokenIn(file: string): Promise<string> {
  const token = (await readFile(file, 'utf8')).trim();
  if (token === '') {
    throw new Error('it is empty');
  }
  return token;
}

/** The tokens of readers, as they are configured; of a file that rotates, the newest and the one before. */
export function createReaderTokens(
  credential: Credential,
  options: Pick<SecretCheckOptions, 'now' | 'onError'>,
): SecretCheck {
  return createSecretCheck(
    'file' in credential
      ? {
          ...options,
          name: `LOCATION_TOKEN_FILE ${credential.file}`,
          read: () => tokenIn(credential.file),
        }
      : {
          ...options,
          name: 'LOCATION_TOKEN',
          read: async () => credential.value,
        },
  );
}

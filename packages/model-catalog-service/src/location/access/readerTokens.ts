import { readFile } from 'node:fs/promises';
import type { Credential } from '../../config/types';
import { hashOf, isAmong, OVERLAP_MS } from '../../secrets';

/** Whether a token opens the service; `unknown` while the configured one could never be read. */
export type Verdict = 'accepted' | 'refused' | 'unknown';

export type ReaderTokens = { check(token: string): Promise<Verdict> };

export type ReaderTokensOptions = {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Called when the file cannot be read, once for each reason. */
  onError?: (message: string) => void;
};

/** How old a reading of the file may be, milliseconds; a token that is not known has it read anew sooner. */
const FRESH_MS = 10_000;
const FRESH_FOR_UNKNOWN_MS = 1000;

/** A token of a file that is read anew as it rotates. */
function fileTokens(
  path: string,
  { now, onError }: ReaderTokensOptions,
): ReaderTokens {
  let newest: Buffer | undefined;
  let previous: { hash: Buffer; until: number } | undefined;
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  let told: string | undefined;

  function take(token: string) {
    const hash = hashOf(token);
    if (newest && !newest.equals(hash)) {
      previous = { hash: newest, until: now() + OVERLAP_MS };
    }
    newest = hash;
    told = undefined;
  }
  async function read() {
    readAt = now();
    let reason: string;
    try {
      const token = (await readFile(path, 'utf8')).trim();
      if (token !== '') {
        take(token);
        return;
      }
      reason = 'it is empty';
    } catch (error) {
      reason = String(error);
    }
    if (told !== reason) {
      told = reason;
      onError?.(
        `LOCATION_TOKEN_FILE ${path} cannot be read: ${reason}; ${
          newest
            ? 'the token read before stays'
            : 'requests are refused until it can be'
        }`,
      );
    }
  }
  async function refresh(freshMs: number) {
    if (reading || now() - readAt >= freshMs) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    }
  }
  function accepted(token: string): boolean {
    const isPreviousValid = previous && previous.until > now();
    const hashes = [newest, isPreviousValid ? previous?.hash : undefined];
    return isAmong(
      token,
      hashes.filter(hash => hash !== undefined),
    );
  }
  return {
    check: async token => {
      await refresh(FRESH_MS);
      if (accepted(token)) {
        return 'accepted';
      }
      await refresh(FRESH_FOR_UNKNOWN_MS);
      if (!newest) {
        return 'unknown';
      }
      return accepted(token) ? 'accepted' : 'refused';
    },
  };
}

/** The tokens of readers, as they are configured. */
export function createReaderTokens(
  credential: Credential,
  options: ReaderTokensOptions,
): ReaderTokens {
  if ('file' in credential) {
    return fileTokens(credential.file, options);
  }
  const hashes = [hashOf(credential.value)];
  return {
    check: async token => (isAmong(token, hashes) ? 'accepted' : 'refused'),
  };
}

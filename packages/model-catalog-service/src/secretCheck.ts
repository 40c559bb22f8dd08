import { createHash, timingSafeEqual } from 'node:crypto';
import { messageOf } from '@model-catalog/node';

/** How long the secret before is accepted beside a new one, milliseconds: whoever shows it reads its file a moment later. */
export const OVERLAP_MS = 10 * 60_000;

/** How old a reading may be, milliseconds; for a secret that is not known it is read anew sooner. */
const FRESH_MS = 10_000;
const FRESH_FOR_UNKNOWN_MS = 1000;

/** Whether a secret opens; `unknown` while the one that does could never be read. */
export type Verdict = 'accepted' | 'refused' | 'unknown';

/** Says of a secret that was shown whether it is the one. */
export type SecretCheck = (given: string) => Promise<Verdict>;

export type SecretCheckOptions = {
  /** What it is called where somebody has to mend it. */
  name: string;
  /** Reads it as it is now; throws where it cannot. */
  read(): Promise<string>;
  /** Milliseconds, of any clock that does not stand still. */
  now(): number;
  /** Called when it cannot be read, once for each reason. */
  onError?(message: string): void;
};

/** All hashes are of one length, so that they can be compared in constant time. */
const hashOf = (text: string): Buffer =>
  createHash('sha256').update(text).digest();

/** Compares all of them always, so that time tells nothing. */
function isAmong(text: string, hashes: readonly Buffer[]): boolean {
  const given = hashOf(text);
  let found = false;
  for (const hash of hashes) {
    found = timingSafeEqual(given, hash) || found;
  }
  return found;
}

/** Checks a secret that may be replaced while the process runs. */
export function createSecretCheck(options: SecretCheckOptions): SecretCheck {
  const { name, now, onError } = options;
  let newest: Buffer | undefined;
  let previous: { hash: Buffer; until: number } | undefined;
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  let told: string | undefined;

  function take(hash: Buffer) {
    if (newest && !newest.equals(hash)) {
      previous = { hash: newest, until: now() + OVERLAP_MS };
    }
    newest = hash;
    told = undefined;
  }
  async function read() {
    readAt = now();
    try {
      take(hashOf(await options.read()));
    } catch (error) {
      const reason = messageOf(error);
      if (told !== reason) {
        told = reason;
        const then = newest
          ? 'what was read before stays'
          : 'nobody is let in until it can be';
        onError?.(`${name} cannot be read: ${reason}; ${then}`);
      }
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
  function accepts(given: string): boolean {
    const before = previous && previous.until > now() && previous.hash;
    return isAmong(
      given,
      [newest, before].filter(hash => !!hash),
    );
  }
  return async given => {
    await refresh(FRESH_MS);
    if (accepts(given)) {
      return 'accepted';
    }
    await refresh(FRESH_FOR_UNKNOWN_MS);
    if (!newest) {
      return 'unknown';
    }
    return accepts(given) ? 'accepted' : 'refused';
  };
}

import { isHttpError, messageOf, StoreUnreachable } from '@model-catalog/node';
import { type Logger, logError } from '../log';

/** Containers of a pod start in any order: a neighbour that is not there yet is no fault for this long, milliseconds. */
export const PATIENCE_MS = 60_000;

/** Tells how it goes with a store, each thing once. */
export type Patience = {
  failed(error: unknown): void;
  succeeded(): void;
};

/** A missing right is one trouble, whichever of the store's ConfigMaps is asked for first. */
function troubleOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return isHttpError(cause, 403) && !/exceeded quota/.test(cause.message)
    ? 'forbidden'
    : messageOf(error);
}

/**
 * | what fails | in the first {@link PATIENCE_MS} | later |
 * |---|---|---|
 * | nobody answers at the address of storage-rest | told as information | a warning |
 * | anything else | an error | an error |
 */
export function createPatience(logger: Logger, now: () => number): Patience {
  let trouble: { since: number; told: Set<string> } | undefined;
  const once = (what: string, tell: () => void) => {
    if (!trouble?.told.has(what)) {
      trouble?.told.add(what);
      tell();
    }
  };
  return {
    failed: error => {
      trouble ??= { since: now(), told: new Set() };
      const reason = messageOf(error);
      if (!(error instanceof StoreUnreachable)) {
        once(troubleOf(error), () =>
          logError(logger, error, 'The store cannot be used; trying on'),
        );
      } else if (now() - trouble.since < PATIENCE_MS) {
        once('waiting', () => logger.info({ reason }, 'Waiting for the store'));
      } else {
        once('missing', () =>
          logger.warn({ reason }, 'The store does not answer; trying on'),
        );
      }
    },
    succeeded: () => {
      if (trouble) {
        trouble = undefined;
        logger.info('The store answers');
      }
    },
  };
}

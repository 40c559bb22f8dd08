import { createHolder, Election, type Store } from '@model-catalog/node';
import { type Logger, logEvents } from '../log';
import type { Leading } from './lead';
import type { Patience } from './patience';
import { delay, steadyNow } from './steady';

/** Of several processes of this role on one store, one works. */
export function createRoleElection(options: {
  /** Names it in the claim. */
  role: string;
  store: Store;
  leading: Pick<Leading, 'lead'>;
  logger: Logger;
  patience: Patience;
  onChange: () => void;
  /** Called with each failed question, and without an error when one was answered. */
  onAnswer?: (error?: unknown) => void;
}): Election {
  const { role, store, leading, logger, patience, onChange } = options;
  const { name, isGone } = createHolder(role);
  return new Election({
    store,
    holder: name,
    isGone,
    lead: leading.lead,
    now: steadyNow,
    delay,
    random: Math.random,
    log: logEvents(logger),
    onChange,
    onAnswer: error => {
      options.onAnswer?.(error);
      if (error === undefined) {
        patience.succeeded();
      } else {
        patience.failed(error);
      }
    },
  });
}

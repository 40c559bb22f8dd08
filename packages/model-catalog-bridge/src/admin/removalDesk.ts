import { type Logger, now } from '@model-catalog/service';
import {
  type CredentialOptions,
  createWriteGuard,
  writeCredential,
} from '../storage/writeCredential';
import type { RemovalDesk } from './removals';

/** The desk of a role that writes; none where nothing says who may. */
export function removalDesk({
  approve,
  logger,
  ...options
}: CredentialOptions & Pick<RemovalDesk, 'approve'> & { logger: Logger }):
  | RemovalDesk
  | undefined {
  const { storageToken } = options.config;
  if (!storageToken && !options.environment.token?.trim()) {
    return undefined;
  }
  return {
    approve,
    mayDecide: createWriteGuard(writeCredential(options), {
      now,
      onError: message => logger.error(message),
    }),
  };
}

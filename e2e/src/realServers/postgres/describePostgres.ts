import { logLine } from '../describeReal';
import { whyNoPostgres } from './findPostgres';

/** `describe` where this machine can have a real PostgreSQL, else `describe.skip`, saying why. */
export function describePostgres(): jest.Describe {
  const reason = whyNoPostgres();
  if (reason !== undefined) logLine(reason);
  return reason === undefined ? describe : describe.skip;
}

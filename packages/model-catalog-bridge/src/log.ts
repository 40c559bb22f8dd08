import { errorDetails } from '@model-catalog/service';
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** Structured logs, one JSON object per line on standard output. */
export function createLogger(
  level: string,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Writes an error that nobody expected, with the place in the code. */
export function logBug(logger: Logger, error: unknown, message: string) {
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error({ ...errorDetails(error), stack }, message);
}

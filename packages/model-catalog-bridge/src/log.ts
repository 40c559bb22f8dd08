import pino, { type DestinationStream, type Logger } from 'pino';
import type { SourceEvent } from '@model-catalog/node';

export type { Logger };

function errorDetails(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { error: String(error) };
  }
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { error: error.message, cause };
}

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

/** Writes what sources and the pipeline report. */
export function logEvents(logger: Logger): (event: SourceEvent) => void {
  return ({ source, level, message, details, error }) => {
    const fields = {
      source,
      ...details,
      ...(error === undefined ? {} : errorDetails(error)),
    };
    logger[level](fields, message);
  };
}

/** Writes an error that ended something, with its cause. */
export function logError(logger: Logger, error: unknown, message: string) {
  logger.error(errorDetails(error), message);
}

/** Writes an error that nobody expected, with the place in the code. */
export function logBug(logger: Logger, error: unknown, message: string) {
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error({ ...errorDetails(error), stack }, message);
}

import type { SourceEvent } from '@model-catalog/node';

type Write = {
  (fields: object, message: string): void;
  (message: string): void;
};

/** Where a host writes what happened: fields that a machine reads, and one sentence. */
export type Logger = Readonly<Record<SourceEvent['level'], Write>>;

/** An error and its cause, for a log. */
export function errorDetails(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { error: String(error) };
  }
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { error: error.message, cause };
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

import { HttpError } from '../../http';
import { messageOf } from '../../messageOf';
import {
  RecordsRefused,
  StoreConflict,
  StoreError,
  StoreFenced,
} from '../types';
import { ErrorAnswer, type WireError } from './wire';

/** Nobody answers at the address of storage-rest (yet); it may be starting. */
export class StoreUnreachable extends StoreError {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreUnreachable';
  }
}

/** An error as it is sent; what is no error of the store becomes a `StoreError`. */
export function toWireError(error: unknown): WireError {
  const message = messageOf(error);
  if (error instanceof RecordsRefused) {
    return {
      name: 'RecordsRefused',
      message,
      refused: error.refused.map(({ key, reason }) => ({ key, reason })),
    };
  }
  if (error instanceof StoreConflict) {
    return { name: 'StoreConflict', message };
  }
  if (error instanceof StoreFenced) {
    return { name: 'StoreFenced', message };
  }
  return { name: 'StoreError', message };
}

/** The error that was sent, of the type that it had. */
export function fromWireError({ name, message, refused }: WireError): Error {
  switch (name) {
    case 'RecordsRefused':
      return new RecordsRefused(refused ?? []);
    case 'StoreConflict':
      return new StoreConflict(message);
    case 'StoreFenced':
      return new StoreFenced(message);
    default:
      return new StoreError(message);
  }
}

function sentError(error: HttpError): Error | undefined {
  try {
    const parsed = ErrorAnswer.safeParse(JSON.parse(error.answer() ?? ''));
    return parsed.success ? fromWireError(parsed.data.error) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a failed exchange means to whoever uses the store.
 *
 * | failure | error |
 * |---|---|
 * | 401, 403 | `StoreError` that names the credential |
 * | an answer that holds an error of the store | that one |
 * | no connection, broken connection, silence | `StoreUnreachable` |
 * | anything else | `StoreError` |
 */
export function storeErrorOf(error: unknown, url: string): Error {
  if (!(error instanceof HttpError)) {
    return error instanceof Error ? error : new StoreError(messageOf(error));
  }
  if (error.status === 401 || error.status === 403) {
    return new StoreError(
      `storage-rest at ${url} refuses the write credential; give both the same STORAGE_TOKEN, or the same Secret with "token" by envFrom, and restart the one that was started before the Secret changed`,
      { cause: error },
    );
  }
  if (error.kind === 'network' || error.kind === 'timeout') {
    return new StoreUnreachable(
      `storage-rest at ${url} cannot be reached: ${error.message}`,
      { cause: error },
    );
  }
  return (
    sentError(error) ??
    new StoreError(`storage-rest at ${url}: ${error.message}`, {
      cause: error,
    })
  );
}

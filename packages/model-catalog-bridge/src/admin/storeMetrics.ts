import { Counter, Histogram, type Registry } from 'prom-client';
import {
  RecordsRefused,
  type Store,
  StoreConflict,
  StoreFenced,
} from '@model-catalog/node';
import { SECONDS } from './httpMetrics';

type Operation = 'read' | 'apply' | 'claim' | 'release' | 'text';

/**
 * | outcome | meaning |
 * |---|---|
 * | done | it was |
 * | conflict | another process wrote in between; it is tried again |
 * | fenced | another process leads now |
 * | refused | some records cannot be kept; all others were |
 * | failed | the store did not do it |
 */
function outcomeOf(error: unknown): string {
  if (error instanceof StoreConflict) {
    return 'conflict';
  }
  if (error instanceof StoreFenced) {
    return 'fenced';
  }
  return error instanceof RecordsRefused ? 'refused' : 'failed';
}

/** Counts what is asked of a store, in the process that has its driver. */
export function storeMetrics(registry: Registry): (store: Store) => Store {
  const registers = [registry];
  const operations = new Counter({
    name: 'model_catalog_store_operations_total',
    help: 'What was asked of the store (read, apply, claim, release, text), by outcome: done, conflict, fenced, refused, failed',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'model_catalog_store_operation_duration_seconds',
    help: 'Time of each of these',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  async function counted<T>(
    operation: Operation,
    work: () => Promise<T>,
  ): Promise<T> {
    const end = seconds.startTimer({ operation });
    let outcome = 'done';
    try {
      return await work();
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      end();
      operations.inc({ operation, outcome });
    }
  }
  return store => ({
    ...store,
    read: signal => counted('read', () => store.read(signal)),
    apply: (...call) => counted('apply', () => store.apply(...call)),
    claim: request => counted('claim', () => store.claim(request)),
    release: holder => counted('release', () => store.release(holder)),
    blob: digest => counted('text', () => store.blob(digest)),
    follow: (signal, onChange) => store.follow(signal, onChange),
  });
}

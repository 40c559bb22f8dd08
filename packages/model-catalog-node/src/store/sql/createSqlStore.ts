import type { Knex } from 'knex';
import { delay as wait } from '../../http/delay';
import { createQueue } from '../configMap/queue';
import { DEFAULT_LIMITS } from '../limits';
import {
  type Changes,
  RecordsRefused,
  type Store,
  StoreConflict,
  StoreFenced,
} from '../types';
import { writeDraft } from './apply';
import { createCurrent } from './current';
import { type Database, inTransaction } from './database';
import { draftOf } from './draft';
import { isLocked } from './errors';
import { follow } from './follow';
import { layoutOf } from './layout';
import { claimLease, createStopwatch, releaseLease } from './lease';
import { createRunner } from './runner';
import type { Keep } from './rows';
import type { Loaded } from './view';

export type SqlStoreOptions = {
  /** PostgreSQL or SQLite; not ended by the store. */
  knex: Knex;
  /** Of PostgreSQL; in SQLite what the names of the tables begin with. Default `model_catalog`. */
  schema?: string;
  /** Instead of a schema: what the names of the tables begin with, wherever the connection makes them. */
  tablePrefix?: string;
  /** For messages, e.g. `in database rhdh at db:5432`; never with a password. */
  where?: string;
  /** Milliseconds since some moment in the past. */
  now?: () => number;
  /** Resolves early, without error, when the signal aborts. */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** How often a follower asks; milliseconds, default 1000. */
  pollMs?: number;
  /** The largest record that is taken, bytes of JSON. */
  maxBytes?: number;
  /** What is kept of each record in memory, see `packStored`; unless given, the record. */
  keep?: Keep;
};

/**
 * A store in PostgreSQL or SQLite. Makes its tables at the first use, and
 * again when they are gone. Needs no state of the session, so it works behind
 * a pooler that gives each transaction another connection. Reads and writes of
 * the same instance queue up; claims do not wait for them.
 */
export function createSqlStore(options: SqlStoreOptions): Store {
  const { where = 'in the database', delay = wait, pollMs = 1000 } = options;
  const maxBytes = options.maxBytes ?? DEFAULT_LIMITS.maxBytes;
  const keep: Keep = options.keep ?? (stored => stored);
  const now = options.now ?? (() => performance.now());
  const layout = layoutOf(options.knex, options);
  const database: Database = { knex: options.knex, where, layout };
  const view = createCurrent(database, { now, keep });
  const run = createRunner(database, view.doubt);
  const stopwatch = createStopwatch(now);
  const inTurn = createQueue();

  const write = async (changes: Changes, revision: string, epoch?: number) => {
    const { after, refused } = await inTransaction(
      database,
      'write',
      async transaction => {
        const loaded = await view.refresh(transaction, { lock: true });
        refuseOld(loaded, { revision, epoch, where });
        const draft = draftOf(loaded, changes, { maxBytes, keep });
        return {
          after: await writeDraft(transaction, loaded, {
            ...{ draft, where },
            above: view.highest(loaded.state.store),
          }),
          refused: draft.refused,
        };
      },
    );
    view.set(after);
    if (refused.length > 0) {
      throw new RecordsRefused(refused);
    }
    return after.view;
  };

  return {
    read: signal =>
      inTurn(() => run('Reading the records', () => view.read(signal))),
    apply: (changes, revision, epoch) =>
      inTurn(() =>
        run('Writing the records', () => write(changes, revision, epoch)),
      ),
    claim: request =>
      run('Claiming the store', async () => {
        try {
          return await inTransaction(database, 'write', transaction =>
            claimLease(transaction, request, stopwatch),
          );
        } catch (error) {
          if (isLocked(error)) {
            return { kind: 'taken', holder: 'a process that writes now' };
          }
          throw error;
        }
      }),
    release: holder =>
      run('Giving the claim back', () =>
        inTransaction(database, 'write', transaction =>
          releaseLease(transaction, holder),
        ),
      ),
    blob: digest => run('Reading a text', () => view.text(digest)),
    follow: (signal, onChange) =>
      follow({
        ...{ signal, onChange, delay, pollMs },
        ask: () => run('Asking for changes', () => view.ask()),
        known: view.position,
      }),
  };
}

type Asked = { revision: string; epoch?: number; where: string };

/** Where state and lease were deleted nobody knows who may write, until the claim is renewed. */
function refuseOld(
  { view, state }: Loaded,
  { revision, epoch, where }: Asked,
): void {
  if (epoch !== undefined && state.epoch === 0) {
    throw new StoreConflict(
      `What says who may write to the store ${where} was deleted; once the claim is renewed, it is written again`,
    );
  }
  if (epoch !== undefined && epoch < state.epoch) {
    throw new StoreFenced(
      `The store ${where} was claimed anew (epoch ${state.epoch}, this writer has ${epoch}); stop writing`,
    );
  }
  if (view.revision !== revision) {
    throw new StoreConflict(
      `The store ${where} is at revision ${view.revision}, not at ${revision}; read it again`,
    );
  }
}

import { ENTITIES, isPostgres, PROVIDERS } from './migrations';
import { entityRow, keyDigest, readCatalogRow, readEntityRow } from './rows';
import type { Cursor, Database, Known, OpenBooks, Transaction } from './types';

/** SQLite takes a thousand values in a statement; a row has eight. */
const ROWS = 100;
const VALUES = 500;

/** The catalog's own table of what it was sent, also before it has processed it. */
const CATALOG_QUEUE = 'refresh_state';

const COLUMNS = [
  'ref',
  'record_key',
  'source',
  'hash',
  'location_key',
  'conflict',
];

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

type Of = { database: Database; provider: string; cursor: Cursor };

/** The open books of one provider. */
export class Sheets implements OpenBooks {
  readonly cursor: Cursor | undefined;
  private moved: Pick<Cursor, 'revision' | 'held'> | undefined;
  private wasCompared = false;

  constructor(private readonly of: Of, readonly check: () => Promise<void>) {
    this.cursor = of.cursor.revision === undefined ? undefined : of.cursor;
  }

  async all() {
    return new Map((await this.rows()).map(readEntityRow));
  }

  async ofKeys(keys: readonly string[]) {
    return this.where('key_digest', keys.map(keyDigest));
  }

  async ofRefs(refs: readonly string[]) {
    return this.where('ref', refs);
  }

  async takenIn(refs: readonly string[]) {
    const { database } = this.of;
    const taken = new Set<string>();
    // Not ours, so it may be another one in another release.
    if (
      refs.length === 0 ||
      !(await database.schema.hasColumn(CATALOG_QUEUE, 'entity_ref'))
    ) {
      return taken;
    }
    for (const chunk of chunks(refs, VALUES)) {
      const rows = await database(CATALOG_QUEUE)
        .whereIn('entity_ref', chunk)
        .select('entity_ref');
      for (const row of rows) {
        taken.add(readCatalogRow(row));
      }
    }
    return taken;
  }

  async put(entities: ReadonlyMap<string, Known>) {
    const { database, provider } = this.of;
    const rows = isPostgres(database) ? VALUES : ROWS;
    for (const chunk of chunks([...entities], rows)) {
      await database(ENTITIES)
        .insert(chunk.map(([ref, known]) => entityRow(provider, ref, known)))
        .onConflict(['provider', 'ref'])
        .merge();
    }
  }

  async remove(refs: readonly string[]) {
    const { database, provider } = this.of;
    for (const chunk of chunks(refs, VALUES)) {
      await database(ENTITIES)
        .where({ provider })
        .whereIn('ref', chunk)
        .delete();
    }
  }

  async adopt(other: string) {
    const { database } = this.of;
    const rows = await database(ENTITIES)
      .where({ provider: other })
      .select(COLUMNS);
    const known = await this.all();
    const adopted = rows
      .map(readEntityRow)
      .filter(([ref]) => !known.has(ref))
      .map(([ref, { hash: _, locationKey = other, ...rest }]) => {
        return [ref, { ...rest, locationKey }] as const;
      });
    await this.put(new Map(adopted));
    await database(ENTITIES).where({ provider: other }).delete();
    return rows.length > 0;
  }

  moveTo(cursor: Pick<Cursor, 'revision' | 'held'>) {
    this.moved = cursor;
  }

  compared() {
    this.wasCompared = true;
  }

  /** Writes the cursor, if it was moved. */
  async close(writer: Database | Transaction) {
    const { moved, wasCompared } = this;
    if (moved || wasCompared) {
      await writer(PROVIDERS)
        .where({ name: this.of.provider })
        .update({
          ...(moved && {
            revision: moved.revision ?? null,
            held: JSON.stringify(moved.held),
            moved_at: writer.fn.now(),
          }),
          ...(wasCompared && { compared_at: writer.fn.now() }),
        });
    }
  }

  private rows() {
    const { database, provider } = this.of;
    return database(ENTITIES).where({ provider }).select(COLUMNS);
  }

  private async where(column: string, values: readonly string[]) {
    const found = new Map<string, Known>();
    for (const chunk of chunks([...new Set(values)], VALUES)) {
      for (const row of await this.rows().whereIn(column, chunk)) {
        const [ref, known] = readEntityRow(row);
        found.set(ref, known);
      }
    }
    return found;
  }
}

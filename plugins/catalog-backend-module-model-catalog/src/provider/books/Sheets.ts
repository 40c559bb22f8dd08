import { ENTITIES, isPostgres, PROVIDERS } from './migrations';
import { putAtOnce } from './putAtOnce';
import { entityRow, keyDigest, readCatalogRow, readEntityRow } from './rows';
import type {
  Cursor,
  Database,
  Known,
  OpenBooks,
  Transaction,
  Wanted,
} from './types';

/** SQLite takes a thousand values in a statement; a row has eight. */
const ROWS = 100;
const VALUES = 500;

/** The catalog's own table of what it was sent, also before it has processed it. */
export const CATALOG_QUEUE = 'refresh_state';

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

export type Read = <T>(
  query: (reader: Database | Transaction) => PromiseLike<T>,
) => Promise<T>;

type Of = {
  database: Database;
  /** Over the connection of the lock, which is there already; one at a time. */
  read: Read;
  provider: string;
  cursor: Cursor;
  lanes: number;
  /** Whether the catalog has the table that is known here. */
  hasQueue: () => Promise<boolean>;
};

/** The open books of one provider. */
export class Sheets implements OpenBooks {
  readonly cursor: Cursor | undefined;
  readonly lanes: number;
  private moved: Pick<Cursor, 'revision' | 'held'> | undefined;
  private wasCompared = false;

  constructor(private readonly of: Of, readonly check: () => Promise<void>) {
    this.cursor = of.cursor.revision === undefined ? undefined : of.cursor;
    this.lanes = of.lanes;
  }

  async all() {
    const rows = await this.of.read(reader => this.rows(reader));
    return new Map(rows.map(readEntityRow));
  }

  async find({ keys = [], refs = [] }: Wanted) {
    const found = new Map<string, Known>();
    const digests = new Set(keys.map(keyDigest));
    const values = [
      ...[...digests].map(value => ({ isKey: true, value })),
      ...[...new Set(refs)].map(value => ({ isKey: false, value })),
    ];
    for (const chunk of chunks(values, VALUES)) {
      const of = (isKey: boolean) =>
        chunk.filter(one => one.isKey === isKey).map(({ value }) => value);
      const rows = await this.of.read(reader =>
        this.rows(reader).where(where =>
          where.whereIn('key_digest', of(true)).orWhereIn('ref', of(false)),
        ),
      );
      for (const row of rows) {
        const [ref, known] = readEntityRow(row);
        found.set(ref, known);
      }
    }
    return found;
  }

  async takenIn(refs: readonly string[]) {
    const { read, hasQueue } = this.of;
    if (!(await hasQueue())) {
      return undefined;
    }
    const taken = new Set<string>();
    for (const chunk of chunks(refs, VALUES)) {
      const rows = await read(reader =>
        reader(CATALOG_QUEUE).whereIn('entity_ref', chunk).select('entity_ref'),
      );
      for (const row of rows) {
        taken.add(readCatalogRow(row));
      }
    }
    return taken;
  }

  async put(entities: ReadonlyMap<string, Known>) {
    const { database, provider } = this.of;
    const many = isPostgres(database);
    for (const chunk of chunks([...entities], many ? VALUES : ROWS)) {
      const rows = chunk.map(([ref, known]) => entityRow(provider, ref, known));
      await (many
        ? putAtOnce(database, rows)
        : database(ENTITIES)
            .insert(rows)
            .onConflict(['provider', 'ref'])
            .merge());
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

  private rows(reader: Database | Transaction) {
    const { provider } = this.of;
    return reader(ENTITIES).where({ provider }).select(COLUMNS);
  }
}

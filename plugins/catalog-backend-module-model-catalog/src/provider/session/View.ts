import type { BadRecord } from '../../client/badRecord';
import type { EntityInput } from '../../entities';

/** References of a record's entities; the first is what others relate to. */
export type RefsOf = (record: EntityInput) => readonly [string, ...string[]];

function addTo(index: Map<string, Set<string>>, id: string, key: string) {
  const keys = index.get(id);
  if (keys) {
    keys.add(key);
  } else {
    index.set(id, new Set([key]));
  }
}

function deleteFrom(index: Map<string, Set<string>>, id: string, key: string) {
  const keys = index.get(id);
  keys?.delete(key);
  if (keys?.size === 0) {
    index.delete(id);
  }
}

const modelsOf = (record: EntityInput) =>
  record.kind === 'server' ? record.models : [];

/**
 * What the location service said last, record by record, and who relates to
 * whom, so that a change touches no more than it must.
 */
export class View {
  private readonly records = new Map<string, EntityInput>();
  private readonly servers = new Map<string, Set<string>>();
  private readonly keysByRef = new Map<string, Set<string>>();
  /** Records that cannot be read, by key; what stood before stands. */
  readonly bad = new Map<string, BadRecord>();
  /** Those of which not even the key can be read. */
  unknown: readonly BadRecord[] = [];

  constructor(private readonly refsOf: RefsOf) {}

  get size(): number {
    return this.records.size;
  }

  get(key: string): EntityInput | undefined {
    return this.records.get(key);
  }

  keys(): IterableIterator<string> {
    return this.records.keys();
  }

  values(): IterableIterator<EntityInput> {
    return this.records.values();
  }

  /** What others relate to when they relate to this record. */
  refOf(key: string): string | undefined {
    const record = this.records.get(key);
    return record && this.refsOf(record)[0];
  }

  /** References of all entities of this record. */
  refsOfKey(key: string): readonly string[] {
    const record = this.records.get(key);
    return record ? this.refsOf(record) : [];
  }

  /** Whose entity a reference is; the first by key where several want it. */
  ownerOf(ref: string): string | undefined {
    const keys = this.keysByRef.get(ref);
    return keys && [...keys].reduce((a, b) => (a < b ? a : b));
  }

  /** The records that relate to this one, or to which it relates. */
  neighboursOf(key: string): string[] {
    const record = this.records.get(key);
    return [
      ...(this.servers.get(key) ?? []),
      ...(record ? modelsOf(record) : []),
    ];
  }

  /** The records that want an entity of the same name. */
  private rivalsOf(record: EntityInput): string[] {
    return this.refsOf(record).flatMap(ref => [
      ...(this.keysByRef.get(ref) ?? []),
    ]);
  }

  /** @returns keys of the records whose entities this may change */
  put(record: EntityInput): Set<string> {
    const affected = this.delete(record.key);
    this.records.set(record.key, record);
    for (const model of modelsOf(record)) {
      addTo(this.servers, model, record.key);
    }
    for (const ref of this.refsOf(record)) {
      addTo(this.keysByRef, ref, record.key);
    }
    for (const key of [
      ...this.neighboursOf(record.key),
      ...this.rivalsOf(record),
    ]) {
      affected.add(key);
    }
    return affected;
  }

  /** @returns keys of the records whose entities this may change, its own included */
  delete(key: string): Set<string> {
    const record = this.records.get(key);
    this.bad.delete(key);
    const affected = new Set([key, ...this.neighboursOf(key)]);
    if (record) {
      for (const model of modelsOf(record)) {
        deleteFrom(this.servers, model, key);
      }
      for (const ref of this.refsOf(record)) {
        deleteFrom(this.keysByRef, ref, key);
      }
      for (const rival of this.rivalsOf(record)) {
        affected.add(rival);
      }
      this.records.delete(key);
    }
    return affected;
  }
}

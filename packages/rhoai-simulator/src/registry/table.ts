import { conflict, ApiError, badRequest } from './errors';
import { FieldResolver, filterPredicate } from './filter';
import { Sequence } from './ids';
import { columnOf, sortRows } from './columns';
import {
  Cursor,
  decodeCursor,
  parsePageSize,
  SortColumn,
  SortOrder,
  takePage,
} from './paging';
import { Dialect } from './release';
import { CustomProperties, Page } from './types';

/** Columns that the server itself writes. Times are strings of milliseconds. */
export interface Stamp {
  readonly id: string;
  readonly customProperties: CustomProperties;
  readonly createTimeSinceEpoch: string;
  readonly lastUpdateTimeSinceEpoch: string;
}

export interface Fields {
  readonly name?: string;
  readonly externalId?: string;
  readonly customProperties?: CustomProperties;
}

export type Stored<F> = F & Stamp;

/** A row. `value` is what goes on the wire and is replaced, never changed. */
export interface Row<F> {
  readonly id: number;
  /** Children are stored as `parent:name`, and so can be found by LIKE. */
  readonly storedName: string;
  readonly parentId?: number;
  readonly created: number;
  readonly updated: number;
  readonly value: Stored<F>;
}

/** Query parameters of a list, as text. */
export interface ListOptions {
  readonly pageSize?: string;
  readonly orderBy?: string;
  readonly sortOrder?: string;
  readonly nextPageToken?: string;
  readonly filterQuery?: string;
}

export interface ListScope<F> {
  readonly parentId?: number;
  where?(row: Row<F>): boolean;
}

/** Rows of one kind share ids and external ids with the others of their space. */
export interface Space {
  readonly sequence: Sequence;
  readonly externalIds: Set<string>;
}

export interface TableConfig<F> {
  /** As messages name it: `registered model`. */
  readonly label: string;
  readonly space: Space;
  readonly now: () => number;
  readonly dialect: Dialect;
  readonly resolve: FieldResolver<Row<F>>;
}

/** The limit of the name column, in characters. */
const MAX_NAME = 255;

export class EntityTable<F extends Fields> {
  private readonly rows = new Map<number, Row<F>>();
  private readonly byStoredName = new Map<string, number>();
  private readonly byExternalId = new Map<string, number>();
  private readonly byParent = new Map<number, Set<number>>();
  private readonly sortedCache = new Map<string, Row<F>[]>();
  private readonly config: TableConfig<F>;

  constructor(config: TableConfig<F>) {
    this.config = config;
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: number): Row<F> | undefined {
    return this.rows.get(id);
  }

  findByName(storedName: string): Row<F> | undefined {
    return this.rows.get(this.byStoredName.get(this.nameKey(storedName)) ?? -1);
  }

  findByExternalId(externalId: string): Row<F> | undefined {
    return this.rows.get(this.byExternalId.get(externalId) ?? -1);
  }

  children(parentId: number): Row<F>[] {
    const ids = [...(this.byParent.get(parentId) ?? [])];
    return ids.flatMap(id => this.rows.get(id) ?? []);
  }

  /** @throws ApiError 409 on a taken name or external id, 500 on a long name */
  insert(fields: F, storedName: string, parentId?: number): Stored<F> {
    this.checkName(storedName);
    const id = this.config.space.sequence.next();
    const { externalId } = fields;
    const taken =
      this.byStoredName.has(this.nameKey(storedName)) ||
      (externalId !== undefined &&
        this.config.space.externalIds.has(externalId));
    if (taken) {
      throw conflict(
        `${this.config.label} with name ${fields.name} already exists`,
      );
    }
    const created = this.config.now();
    const row = { id, storedName, parentId, created, updated: created };
    this.byStoredName.set(this.nameKey(storedName), id);
    this.claimExternalId(externalId, id);
    if (parentId !== undefined) {
      const siblings = this.byParent.get(parentId) ?? new Set();
      this.byParent.set(parentId, siblings.add(id));
    }
    return this.put(row, fields);
  }

  /** Replaces the fields of a row and stamps it, also when nothing changed. */
  update(id: number, fields: F): Stored<F> {
    const row = this.rows.get(id);
    if (!row) {
      throw new Error(`${this.config.label} ${id} is not in its table`);
    }
    const { externalId } = fields;
    if (externalId !== undefined && row.value.externalId !== externalId) {
      if (this.config.space.externalIds.has(externalId)) {
        throw conflict(
          `${this.config.label} with name ${fields.name} already exists`,
        );
      }
      this.releaseExternalId(row.value.externalId);
      this.claimExternalId(externalId, id);
    }
    return this.put({ ...row, updated: this.config.now() }, fields);
  }

  /** Removes a row as database surgery would; the API itself has no DELETE. */
  erase(id: number): boolean {
    const row = this.rows.get(id);
    if (!row) {
      return false;
    }
    this.rows.delete(id);
    this.byStoredName.delete(this.nameKey(row.storedName));
    this.releaseExternalId(row.value.externalId);
    this.byParent.get(row.parentId ?? -1)?.delete(id);
    this.sortedCache.clear();
    return true;
  }

  list(options: ListOptions, scope: ListScope<F> = {}): Page<Stored<F>> {
    const { dialect } = this.config;
    const pageSize = parsePageSize(options.pageSize);
    const order = orderOf(options, dialect);
    const column = columnOf<Row<F>>(options.orderBy);
    const matches = filterPredicate(
      dialect.filters ? options.filterQuery : undefined,
      this.config.resolve,
      dialect.hintsAtFilters,
    );
    const cursor = this.readCursor(options.nextPageToken);
    const page = takePage<Row<F>>({
      sorted:
        scope.parentId === undefined
          ? this.sorted(column, order)
          : this.sort(this.children(scope.parentId), column, order),
      column,
      order,
      cursor,
      limit: limitOf(pageSize, dialect),
      breaksTies: dialect.breaksTies,
      idOf: row => row.id,
      matches: row => (scope.where?.(row) ?? true) && matches(row),
    });
    return {
      items: page.rows.map(row => row.value),
      nextPageToken: page.nextPageToken,
      pageSize,
      size: page.rows.length,
    };
  }

  private sort(
    rows: Row<F>[],
    column: SortColumn<Row<F>>,
    order: SortOrder,
  ): Row<F>[] {
    // The sort is stable, so the order of ids among equals is the one given.
    const turned = this.config.dialect.breaksTies && order === 'DESC';
    return sortRows(turned ? rows.reverse() : rows, column, order);
  }

  private readCursor(token: string | undefined): Cursor | undefined {
    const cursor = token ? decodeCursor(token) : undefined;
    if (!cursor || !('problem' in cursor)) {
      return cursor;
    }
    if (this.config.dialect.refusesBadToken) {
      throw badRequest(`invalid nextPageToken: ${cursor.problem}`);
    }
    return undefined;
  }

  private nameKey(storedName: string): string {
    return this.config.dialect.foldsNames
      ? storedName.toLowerCase()
      : storedName;
  }

  private checkName(storedName: string): void {
    if ([...storedName].length > MAX_NAME) {
      throw new ApiError(
        500,
        `error saving ${this.config.label}: ${this.config.dialect.nameTooLong}`,
      );
    }
  }

  private put(row: Omit<Row<F>, 'value'>, fields: F): Stored<F> {
    const value: Stored<F> = {
      ...fields,
      customProperties: sortedByKey(fields.customProperties ?? {}),
      id: String(row.id),
      createTimeSinceEpoch: String(row.created),
      lastUpdateTimeSinceEpoch: String(row.updated),
    };
    this.rows.set(row.id, { ...row, value });
    this.sortedCache.clear();
    return value;
  }

  private claimExternalId(externalId: string | undefined, id: number): void {
    if (externalId !== undefined) {
      this.config.space.externalIds.add(externalId);
      this.byExternalId.set(externalId, id);
    }
  }

  private releaseExternalId(externalId: string | undefined): void {
    if (externalId !== undefined) {
      this.config.space.externalIds.delete(externalId);
      this.byExternalId.delete(externalId);
    }
  }

  private sorted(column: SortColumn<Row<F>>, order: SortOrder) {
    if (column.isId && order === 'ASC') {
      return this.rows.values();
    }
    const key = `${column.name} ${order}`;
    const known = this.sortedCache.get(key);
    if (known) {
      return known;
    }
    const rows = this.sort([...this.rows.values()], column, order);
    this.sortedCache.set(key, rows);
    return rows;
  }
}

function orderOf(options: ListOptions, dialect: Dialect): SortOrder {
  const { orderBy, sortOrder } = options;
  if (sortOrder === 'ASC' || sortOrder === 'DESC') {
    return sortOrder;
  }
  return orderBy === undefined ? 'ASC' : dialect.orderedBy;
}

function limitOf(asked: number, { maxPage }: Dialect): number {
  if (!maxPage) {
    return asked;
  }
  return asked > 0 ? Math.min(asked, maxPage.most) : maxPage.unasked;
}

function sortedByKey(properties: CustomProperties): CustomProperties {
  return Object.fromEntries(
    Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

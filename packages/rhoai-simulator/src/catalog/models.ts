import { ApiError, badRequest } from '../registry/errors';
import { filterPredicate } from '../registry/filter';
import { SortColumn, takePage } from '../registry/paging';
import { Page } from '../registry/types';
import { modelField } from './fields';
import {
  compareText,
  PageParameters,
  readCursor,
  readPageSize,
  readSortOrder,
} from './paging';
import { CatalogState } from './state';
import { ArtifactRow, CatalogArtifact, ModelRow } from './types';

/** Query parameters of the list of models. */
export interface ModelQuery extends PageParameters {
  /** Ids of sources, separated by commas. */
  readonly source?: string;
  /** Labels of sources, separated by commas; `null` for sources without. */
  readonly sourceLabel?: string;
  readonly q?: string;
  readonly filterQuery?: string;
}

/** One page of the models of all shown sources, by name unless asked otherwise. */
export function listModels(
  state: CatalogState,
  query: ModelQuery,
): Page<ModelRow> {
  const pageSize = readPageSize(query.pageSize);
  const cursor = readCursor(query.nextPageToken);
  const wanted = sourceFilter(state, query);
  const found = filterPredicate(query.filterQuery, modelField);
  const column = modelColumn(query.orderBy ?? 'NAME');
  const order = readSortOrder(query.sortOrder);
  const sign = order === 'ASC' ? 1 : -1;
  const page = takePage<ModelRow>({
    sorted: [...state.models()].sort(
      (a, b) => sign * column.compare(column.valueOf(a), column.valueOf(b)),
    ),
    column,
    order,
    cursor,
    limit: pageSize,
    idOf: row => row.id,
    matches: row => wanted(row) && matchesText(row, query.q) && found(row),
  });
  return {
    items: page.rows,
    nextPageToken: page.nextPageToken,
    pageSize,
    size: page.rows.length,
  };
}

/** Query parameters of the list of a model's artifacts. */
export interface ArtifactQuery extends PageParameters {
  readonly artifactTypes: readonly string[];
  readonly filterQuery?: string;
}

/** One page of a model's artifacts. A model that is not there is 400. */
export function listArtifacts(
  row: ModelRow | undefined,
  query: ArtifactQuery,
  missing: string,
): Page<CatalogArtifact> {
  const pageSize = readPageSize(query.pageSize);
  const cursor = readCursor(query.nextPageToken);
  if (!row) {
    throw badRequest(missing);
  }
  const order = readSortOrder(query.sortOrder);
  const sign = order === 'ASC' ? 1 : -1;
  const types = new Set(query.artifactTypes);
  const page = takePage<ArtifactRow>({
    sorted: [...row.artifacts].sort((a, b) => sign * (a.id - b.id)),
    column: {
      name: 'id',
      isId: true,
      valueOf: artifact => String(artifact.id),
      compare: (a, b) => Number(a) - Number(b),
    },
    order,
    cursor,
    limit: pageSize,
    idOf: artifact => artifact.id,
    matches: ({ artifact }) =>
      types.size === 0 || types.has(artifact.artifactType),
  });
  return {
    items: page.rows.map(({ artifact }) => artifact),
    nextPageToken: page.nextPageToken,
    pageSize,
    size: page.rows.length,
  };
}

/**
 * | source  | sourceLabel | models of                                |
 * |---------|-------------|------------------------------------------|
 * | absent  | absent      | all sources                              |
 * | given   | absent      | these sources; an unknown one has none   |
 * | absent  | given       | sources with one of the labels           |
 * | given   | given       | 400                                      |
 */
function sourceFilter(
  state: CatalogState,
  { source, sourceLabel }: ModelQuery,
): (row: ModelRow) => boolean {
  if (source && sourceLabel) {
    throw new ApiError(400, 'source and sourceLabel cannot be used together');
  }
  if (source) {
    const ids = new Set(source.split(','));
    return row => ids.has(row.sourceId);
  }
  if (!sourceLabel) {
    return () => true;
  }
  const labels = new Set(
    sourceLabel.split(',').map(label => label.toLowerCase()),
  );
  const ids = new Set(
    state
      .sources()
      .filter(candidate =>
        candidate.labels.length === 0
          ? labels.has('null')
          : candidate.labels.some(label => labels.has(label.toLowerCase())),
      )
      .map(({ id }) => id),
  );
  return row => ids.has(row.sourceId);
}

/** The search of `q`: anywhere in name, description, provider, library, tasks. */
export function matchesText(
  { model }: ModelRow,
  q: string | undefined,
): boolean {
  if (!q) {
    return true;
  }
  const wanted = q.toLowerCase();
  return [
    model.name,
    model.description,
    model.provider,
    model.libraryName,
    ...model.tasks,
  ].some(text => text?.toLowerCase().includes(wanted));
}

/** `orderBy` also takes a text property, as `size.string_value`; else the id. */
function modelColumn(orderBy: string): SortColumn<ModelRow> {
  const numbers = (a: string, b: string) => Number(a) - Number(b);
  const property = /^(.+)\.string_value$/.exec(orderBy)?.[1];
  if (property) {
    return {
      name: orderBy,
      isId: false,
      valueOf: row => {
        const value = row.model.customProperties?.[property];
        return value?.metadataType === 'MetadataStringValue'
          ? value.string_value
          : '';
      },
      compare: compareText,
    };
  }
  const columns: Record<string, SortColumn<ModelRow>> = {
    NAME: {
      name: 'name',
      isId: false,
      valueOf: row => row.model.name,
      compare: compareText,
    },
    CREATE_TIME: {
      name: 'created',
      isId: false,
      valueOf: row => row.model.createTimeSinceEpoch,
      compare: numbers,
    },
    LAST_UPDATE_TIME: {
      name: 'updated',
      isId: false,
      valueOf: row => row.model.lastUpdateTimeSinceEpoch,
      compare: numbers,
    },
  };
  const known = Object.hasOwn(columns, orderBy) ? columns[orderBy] : undefined;
  return (
    known ?? {
      name: 'id',
      isId: true,
      valueOf: row => String(row.id),
      compare: numbers,
    }
  );
}

import { createSequence } from '../registry/ids';
import { toCatalogArtifact, toCatalogModel } from './convert';
import { CatalogLabel, CatalogModelInput, CatalogSourceInput } from './inputs';
import { nameFilter } from './nameFilter';
import { CatalogModel, CatalogSource, ModelRow } from './types';

/** How well a source could be read. */
export interface SourceStatus {
  readonly status: CatalogSource['status'];
  readonly error?: string;
}

/** A source with its models, as files or worlds give it. */
export interface CatalogSourceContent {
  readonly source: CatalogSourceInput;
  readonly models: readonly CatalogModelInput[];
  /** Absent: available, or disabled when the source is not enabled. */
  readonly status?: SourceStatus;
}

/** All that a catalog shows. */
export interface CatalogContent {
  readonly sources: readonly CatalogSourceContent[];
  readonly labels?: readonly CatalogLabel[];
}

/**
 * A model catalog in memory. A model keeps its id for as long as it is there;
 * its times are those given, so that `lastUpdateTimeSinceEpoch` does not show
 * a change, as on the real server.
 */
export interface CatalogState {
  /** Replaces everything. */
  setContent(content: CatalogContent): void;
  /** Adds a source, or replaces its description; its models stay. */
  setSource(source: CatalogSourceInput, status?: SourceStatus): void;
  /** Takes a source and its models away. */
  removeSource(sourceId: string): void;
  /** Replaces the models of a source. */
  setModels(sourceId: string, models: readonly CatalogModelInput[]): void;
  /** Adds a model or replaces the one of that name: a card changed live. */
  putModel(sourceId: string, model: CatalogModelInput): CatalogModel;
  /** @returns whether it was there */
  removeModel(sourceId: string, name: string): boolean;
  getModel(sourceId: string, name: string): ModelRow | undefined;
  /** Models of enabled sources, in the order of their ids. */
  models(): readonly ModelRow[];
  sources(): readonly CatalogSource[];
  labels(): readonly CatalogLabel[];
}

interface Source {
  readonly input: CatalogSourceInput;
  readonly status: SourceStatus;
  readonly rows: Map<string, ModelRow>;
}

/** @param options - `now`: the clock for times that models do not give */
export function createCatalogState(options: {
  now: () => number;
}): CatalogState {
  return new MemoryCatalog(options.now);
}

class MemoryCatalog implements CatalogState {
  private readonly modelIds = createSequence();
  private readonly artifactIds = createSequence();
  private readonly bySource = new Map<string, Source>();
  private labelList: readonly CatalogLabel[] = [];
  private sorted: readonly ModelRow[] | undefined;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  setContent({ sources, labels }: CatalogContent): void {
    const wanted = new Set(sources.map(({ source }) => source.id));
    for (const id of [...this.bySource.keys()]) {
      if (!wanted.has(id)) {
        this.removeSource(id);
      }
    }
    for (const { source, models, status } of sources) {
      this.setSource(source, status);
      this.setModels(source.id, models);
    }
    this.labelList = labels ?? [];
  }

  setSource(input: CatalogSourceInput, status?: SourceStatus): void {
    const fallback = input.enabled === false ? 'disabled' : 'available';
    this.bySource.set(input.id, {
      input,
      status: status ?? { status: fallback },
      rows: this.bySource.get(input.id)?.rows ?? new Map(),
    });
    this.sorted = undefined;
  }

  removeSource(sourceId: string): void {
    this.bySource.delete(sourceId);
    this.sorted = undefined;
  }

  setModels(sourceId: string, models: readonly CatalogModelInput[]): void {
    const source = this.require(sourceId);
    const wanted = new Set(models.map(model => model.name));
    for (const name of [...source.rows.keys()]) {
      if (!wanted.has(name)) {
        this.removeModel(sourceId, name);
      }
    }
    for (const model of models) {
      this.putModel(sourceId, model);
    }
  }

  putModel(sourceId: string, input: CatalogModelInput): CatalogModel {
    const { rows } = this.require(sourceId);
    const id = rows.get(input.name)?.id ?? this.modelIds.next();
    const now = this.now();
    const model = toCatalogModel(input, { id, sourceId, now });
    const artifacts = (input.artifacts ?? []).map(artifact => {
      const artifactId = this.artifactIds.next();
      return {
        id: artifactId,
        artifact: toCatalogArtifact(artifact, { id: artifactId, now }),
      };
    });
    rows.set(input.name, { id, sourceId, model, artifacts, input });
    this.sorted = undefined;
    return model;
  }

  removeModel(sourceId: string, name: string): boolean {
    this.sorted = undefined;
    return this.bySource.get(sourceId)?.rows.delete(name) ?? false;
  }

  getModel(sourceId: string, name: string): ModelRow | undefined {
    const source = this.bySource.get(sourceId);
    return source && isShown(source, name) ? source.rows.get(name) : undefined;
  }

  models(): readonly ModelRow[] {
    this.sorted ??= [...this.bySource.values()]
      .flatMap(source => {
        const shown = nameFilter(source.input);
        return source.input.enabled === false
          ? []
          : [...source.rows.values()].filter(row => shown(row.model.name));
      })
      .sort((a, b) => a.id - b.id);
    return this.sorted;
  }

  sources(): readonly CatalogSource[] {
    return [...this.bySource.values()].map(({ input, status }) => ({
      id: input.id,
      name: input.name,
      enabled: input.enabled ?? true,
      labels: input.labels ?? [],
      status: status.status,
      error: status.error ?? null,
      includedModels: input.includedModels ?? undefined,
      excludedModels: input.excludedModels ?? undefined,
    }));
  }

  labels(): readonly CatalogLabel[] {
    return this.labelList;
  }

  private require(sourceId: string): Source {
    const source = this.bySource.get(sourceId);
    if (!source) {
      throw new Error(
        `the catalog has no source ${sourceId}; add it with setSource first`,
      );
    }
    return source;
  }
}

function isShown({ input }: Source, name: string): boolean {
  return input.enabled !== false && nameFilter(input)(name);
}

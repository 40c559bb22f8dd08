import { CustomProperties } from '../registry/types';
import { CatalogModelInput } from './inputs';

/** A source as the API answers it. */
export interface CatalogSource {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly labels: readonly string[];
  readonly status: 'available' | 'partially-available' | 'error' | 'disabled';
  /** null when nothing is wrong. */
  readonly error: string | null;
  readonly includedModels?: readonly string[];
  readonly excludedModels?: readonly string[];
}

/** A model as the API answers it: text properties only, times as strings. */
export interface CatalogModel {
  readonly id: string;
  readonly name: string;
  readonly source_id: string;
  readonly description?: string;
  readonly readme?: string;
  readonly maturity?: string;
  readonly language: readonly string[];
  readonly tasks: readonly string[];
  readonly provider?: string;
  readonly logo?: string;
  readonly license?: string;
  readonly licenseLink?: string;
  readonly libraryName?: string;
  readonly customProperties?: CustomProperties;
  readonly createTimeSinceEpoch: string;
  readonly lastUpdateTimeSinceEpoch: string;
}

export interface CatalogArtifact {
  readonly id: string;
  readonly artifactType: 'model-artifact' | 'metrics-artifact';
  readonly uri?: string;
  readonly metricsType?: string;
  readonly customProperties?: CustomProperties;
  readonly createTimeSinceEpoch: string;
  readonly lastUpdateTimeSinceEpoch: string;
}

/** A stored model with its artifacts. Replaced, never changed. */
export interface ModelRow {
  readonly id: number;
  readonly sourceId: string;
  readonly model: CatalogModel;
  readonly artifacts: readonly ArtifactRow[];
  /** As it was given. */
  readonly input: CatalogModelInput;
}

export interface ArtifactRow {
  readonly id: number;
  readonly artifact: CatalogArtifact;
}

/** Typed values of `customProperties`, as they are on the wire. */
export type MetadataValue =
  | { metadataType: 'MetadataStringValue'; string_value: string }
  | { metadataType: 'MetadataIntValue'; int_value: string }
  | { metadataType: 'MetadataDoubleValue'; double_value: number }
  | { metadataType: 'MetadataBoolValue'; bool_value: boolean }
  | { metadataType: 'MetadataStructValue'; struct_value: string }
  | { metadataType: 'MetadataProtoValue'; type: string; proto_value: string };

export type CustomProperties = Readonly<Record<string, MetadataValue>>;

/** What every row carries. Ids and times (milliseconds) are strings. */
export interface Base {
  readonly id: string;
  readonly name?: string;
  readonly externalId?: string;
  readonly description?: string;
  readonly customProperties: CustomProperties;
  readonly createTimeSinceEpoch: string;
  readonly lastUpdateTimeSinceEpoch: string;
}

export interface RegisteredModel extends Base {
  readonly name: string;
  readonly owner?: string;
  readonly state?: 'LIVE' | 'ARCHIVED';
  readonly readme?: string;
  readonly maturity?: string;
  readonly language?: readonly string[];
  readonly tasks?: readonly string[];
  readonly provider?: string;
  readonly logo?: string;
  readonly license?: string;
  readonly licenseLink?: string;
  readonly libraryName?: string;
}

export interface ModelVersion extends Base {
  readonly name: string;
  readonly registeredModelId: string;
  readonly author?: string;
  readonly state?: 'LIVE' | 'ARCHIVED';
}

export interface ServingEnvironment extends Base {
  readonly name: string;
}

export interface InferenceService extends Base {
  readonly registeredModelId: string;
  readonly servingEnvironmentId: string;
  readonly modelVersionId?: string;
  readonly runtime?: string;
  readonly desiredState?: 'DEPLOYED' | 'UNDEPLOYED';
}

export interface ServeModel extends Base {
  readonly modelVersionId: string;
  readonly lastKnownState?: string;
}

export type ArtifactType =
  | 'model-artifact'
  | 'doc-artifact'
  | 'dataset-artifact'
  | 'metric'
  | 'parameter';

/** Any artifact; which of the fields are present depends on `artifactType`. */
export interface Artifact extends Base {
  readonly artifactType: ArtifactType;
  readonly uri?: string;
  readonly state?: string;
  readonly modelFormatName?: string;
  readonly modelFormatVersion?: string;
  readonly storageKey?: string;
  readonly storagePath?: string;
  readonly serviceAccountName?: string;
  readonly modelSourceKind?: string;
  readonly modelSourceClass?: string;
  readonly modelSourceGroup?: string;
  readonly modelSourceId?: string;
  readonly modelSourceName?: string;
  readonly digest?: string;
  readonly sourceType?: string;
  readonly source?: string;
  readonly schema?: string;
  readonly profile?: string;
  readonly value?: number | string;
  readonly timestamp?: string;
  readonly step?: number;
  readonly parameterType?: string;
}

/** One page. `size` counts the page's items; `pageSize` is 0 when none was asked. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string;
  readonly pageSize: number;
  readonly size: number;
}

/** What a caller gives of a row: all but the columns that the server writes. */
export type FieldsOf<T extends Base> = Omit<
  T,
  | 'id'
  | 'customProperties'
  | 'createTimeSinceEpoch'
  | 'lastUpdateTimeSinceEpoch'
> & { readonly customProperties?: CustomProperties };

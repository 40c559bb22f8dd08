import { parseInt32 } from '../registry/ids';
import { CustomProperties, MetadataValue } from '../registry/types';
import { CatalogArtifactInput, CatalogModelInput } from './inputs';
import { licenseName } from './licenses';
import { CatalogArtifact, CatalogModel } from './types';

/** What the catalog adds to a model of a file. */
export interface Placement {
  readonly id: number;
  readonly sourceId: string;
  /** Used for times that the file does not give; milliseconds. */
  readonly now: number;
}

/**
 * A model of a file as the API answers it. Release 0.3.8 loses something here:
 *
 * | custom property          | answered as                 |
 * |--------------------------|-----------------------------|
 * | string                   | string                      |
 * | integer beyond 32 bits   | string                      |
 * | integer, double, boolean | dropped                     |
 * | struct, proto            | string, the JSON of it      |
 */
export function toCatalogModel(
  input: CatalogModelInput,
  { id, sourceId, now }: Placement,
): CatalogModel {
  return {
    ...texts(input),
    id: String(id),
    name: input.name,
    source_id: sourceId,
    language: input.language ?? [],
    tasks: input.tasks ?? [],
    customProperties: textProperties(input),
    createTimeSinceEpoch: timeText(input.createTimeSinceEpoch, now),
    lastUpdateTimeSinceEpoch: timeText(input.lastUpdateTimeSinceEpoch, now),
  };
}

function texts(input: CatalogModelInput) {
  const { license } = input;
  return {
    description: input.description ?? undefined,
    readme: input.readme ?? undefined,
    maturity: input.maturity ?? undefined,
    provider: input.provider ?? undefined,
    logo: input.logo ?? undefined,
    license: typeof license === 'string' ? licenseName(license) : undefined,
    licenseLink: input.licenseLink ?? undefined,
    libraryName: input.libraryName ?? undefined,
  };
}

function textProperties(
  input: CatalogModelInput,
): CustomProperties | undefined {
  const custom = Object.entries(input.customProperties ?? {}).flatMap(
    ([key, value]): Array<[string, MetadataValue]> => {
      const stored = storedValue(value);
      return stored.metadataType === 'MetadataStringValue'
        ? [[key, stored]]
        : [];
    },
  );
  return custom.length > 0 ? Object.fromEntries(custom) : undefined;
}

/** An artifact keeps the types of its custom properties. */
export function toCatalogArtifact(
  input: CatalogArtifactInput,
  { id, now }: { id: number; now: number },
): CatalogArtifact {
  const type = input.artifactType ?? 'model-artifact';
  const custom = Object.entries(input.customProperties ?? {}).map(
    ([key, value]): [string, MetadataValue] => [key, storedValue(value)],
  );
  const properties: CustomProperties | undefined =
    custom.length > 0 ? Object.fromEntries(custom) : undefined;
  return {
    id: String(id),
    artifactType: type,
    ...(type === 'model-artifact'
      ? { uri: input.uri ?? '' }
      : { metricsType: input.metricsType ?? '' }),
    customProperties: properties,
    createTimeSinceEpoch: timeText(input.createTimeSinceEpoch, now),
    lastUpdateTimeSinceEpoch: timeText(input.lastUpdateTimeSinceEpoch, now),
  };
}

function storedValue(value: MetadataValue): MetadataValue {
  switch (value.metadataType) {
    case 'MetadataIntValue':
      return typeof parseInt32(value.int_value) === 'number'
        ? value
        : {
            metadataType: 'MetadataStringValue',
            string_value: value.int_value,
          };
    case 'MetadataStructValue':
    case 'MetadataProtoValue':
      return {
        metadataType: 'MetadataStringValue',
        string_value: JSON.stringify(value),
      };
    default:
      return value;
  }
}

function timeText(time: string | number | undefined, now: number): string {
  return /^\d+$/.test(String(time)) ? String(time) : String(now);
}

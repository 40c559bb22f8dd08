import { z } from 'zod/v4';
import { IGNORE, INCLUDE } from '@model-catalog/common';
import { type LongText, longText } from '../longText';
import type { CatalogLink } from '../objects';

/** What a person wrote into `customProperties`. */
export type Properties = {
  /** Those with a value, numbers and booleans as text. */
  values: Readonly<Record<string, string>>;
  /** Those without a value: the dashboard shows them as labels. */
  labels: readonly string[];
  apiSpec: LongText | undefined;
  /** Where the first dashboards wrote that it came from. */
  catalogLink: CatalogLink | undefined;
};

export const API_SPEC = 'API Spec';

/** Keys that mean something with a value; without one they are unset, not labels. */
const NEVER_LABELS: ReadonlySet<string> = new Set([
  API_SPEC,
  'API Type',
  'Description',
  'Ethics',
  'Homepage URL',
  'How to use',
  'License',
  'Lifecycle',
  'Owner',
  'Provider',
  'Registered from',
  'Source model',
  'Source model version',
  'Support',
  'TechDocs',
  'Training',
  'Usage',
  IGNORE,
  INCLUDE,
  'rhdh.modelcatalog.io/model-name',
]);

/** The dashboard's own book-keeping, of no interest to a reader. */
function isInternal(key: string): boolean {
  return (
    key === '_lastModified' ||
    key === 'model_type' ||
    key.startsWith('_registeredFrom')
  );
}

const ORIGIN = '_registeredFromCatalog';

/**
 * The link to the catalog as the first dashboards wrote it: name of the source,
 * organisation and model, each in a property of its own.
 */
function originOf(written: Record<string, MetadataValue>) {
  const part = (name: string) => {
    const value = written[`${ORIGIN}${name}`];
    return (value && textOf(value)?.trim()) || undefined;
  };
  const source = part('SourceName');
  const model = part('ModelName');
  const organisation = part('RepositoryName');
  return source === undefined || model === undefined
    ? undefined
    : { source, model: organisation ? `${organisation}/${model}` : model };
}

/**
 * One typed value. The kinds are told apart below and not by a union, so that
 * a wrong field is named and an unknown kind is no error.
 */
const MetadataValue = z.object({
  metadataType: z.string().nullish(),
  string_value: z.string().nullish(),
  int_value: z.union([z.string(), z.number()]).nullish(),
  double_value: z.number().nullish(),
  bool_value: z.boolean().nullish(),
});
type MetadataValue = z.infer<typeof MetadataValue>;

function textOf(value: MetadataValue): string | undefined {
  switch (value.metadataType) {
    case 'MetadataStringValue':
      return value.string_value ?? '';
    case 'MetadataIntValue':
      return value.int_value?.toString();
    case 'MetadataDoubleValue':
      return value.double_value?.toString();
    case 'MetadataBoolValue':
      return value.bool_value?.toString();
    default:
      return undefined;
  }
}

/** Shared by the many rows without any. */
export const NO_VALUES: Readonly<Record<string, string>> = {};
const NO_LABELS: readonly string[] = [];

const NONE: Properties = {
  values: NO_VALUES,
  labels: NO_LABELS,
  apiSpec: undefined,
  catalogLink: undefined,
};

function sortOut(written: Record<string, MetadataValue>): Properties {
  const values: [string, string][] = [];
  const labels: string[] = [];
  let apiSpec: LongText | undefined;
  for (const [key, value] of Object.entries(written)) {
    const text = isInternal(key) ? undefined : textOf(value);
    if (text === undefined) {
      continue;
    }
    if (key === API_SPEC) {
      apiSpec = longText(text);
    } else if (text !== '') {
      values.push([key, text]);
    } else if (!NEVER_LABELS.has(key)) {
      labels.push(key);
    }
  }
  return {
    values: values.length === 0 ? NO_VALUES : Object.fromEntries(values),
    labels: labels.length === 0 ? NO_LABELS : labels.slice(),
    apiSpec,
    catalogLink: originOf(written),
  };
}

/**
 * `customProperties` of the registry:
 *
 * | metadataType | value | becomes |
 * |---|---|---|
 * | String, Int, Double, Bool | some | property |
 * | String | empty | label |
 * | Struct, Proto, unknown | any | nothing |
 */
export const CustomProperties = z
  .record(z.string(), MetadataValue)
  .nullish()
  .transform(written =>
    written && Object.keys(written).length > 0 ? sortOut(written) : NONE,
  );

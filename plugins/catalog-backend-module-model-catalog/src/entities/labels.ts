import {
  CLUSTER_LABEL,
  NAMESPACE_LABEL,
  REGISTRY_LABEL,
  labelValueOf,
  parseKey,
} from '@model-catalog/common';
import type { EntityInput } from './types';

type Labels = { [key: string]: string };

/** Where a record is from, as far as its key says; one of an old location service says nothing. */
function originOf(record: EntityInput): Labels {
  const key = parseKey(record.key);
  if (!key) {
    return {};
  }
  return key.kind === 'version'
    ? { [REGISTRY_LABEL]: key.registry }
    : { [CLUSTER_LABEL]: key.cluster, [NAMESPACE_LABEL]: key.namespace };
}

/**
 * Labels by which a permission policy can tell entities apart.
 *
 * | entity of | labels |
 * |---|---|
 * | a version in a registry | registry |
 * | a model server, its API, the model that only it knows | cluster, namespace |
 */
export function originLabels(record: EntityInput): Labels {
  return Object.fromEntries(
    Object.entries(originOf(record)).flatMap(([label, text]) => {
      const value = labelValueOf(text);
      return value === undefined ? [] : [[label, value]];
    }),
  );
}

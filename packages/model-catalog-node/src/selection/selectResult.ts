import type { InferenceServer } from '../sources/objects';
import type { SourceResult } from '../sources/types';
import { type NamespaceLabels, selectServers } from './select';
import type { SelectionOptions } from './types';

/**
 * What a source says of the servers that are taken: for who must leave the
 * others alone.
 *
 * | selector | labels of a server's namespace | the server | the result |
 * |---|---|---|---|
 * | none | any | as elsewhere | as it was |
 * | given | known | as elsewhere | as it was |
 * | given | not known now | left alone | partial: nothing is said of its end |
 */
export function selectResult(
  result: SourceResult<InferenceServer> | undefined,
  options: SelectionOptions,
  namespaceLabels: NamespaceLabels,
): SourceResult<InferenceServer> | undefined {
  if (!result || !('objects' in result)) {
    return result;
  }
  const isUndecided =
    options.namespaces.selector !== undefined &&
    result.objects.some(
      ({ namespace }) => namespaceLabels(namespace) === undefined,
    );
  const input = {
    servers: result.objects,
    namespaceLabels,
    stored: new Map(),
  };
  return {
    ...result,
    objects: selectServers(input, options),
    state: isUndecided ? 'partial' : result.state,
  };
}

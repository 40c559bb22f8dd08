import type { NormaliseOptions } from '../normalise/types';
import type { StoredRecord } from '../records/stored';
import type { NamespaceLabels } from '../selection/select';
import type { PipelineSources } from './types';

/** The labels of namespaces as far as they can be read now. */
export function namespaceLabelsOf(
  source: PipelineSources['namespaces'],
): NamespaceLabels {
  const result = source?.current();
  const known = new Map(
    result && 'objects' in result
      ? result.objects.map(({ id, labels }) => [id, labels])
      : [],
  );
  return namespace => known.get(namespace);
}

/**
 * What the label of each namespace names as its group.
 *
 * | the rules name a label | labels of the namespace are known now | group |
 * |---|---|---|
 * | no | any | none |
 * | yes | yes | as the label says, or none |
 * | yes | no | the one that is stored with a server of that namespace |
 */
export function groupsOf(
  stored: ReadonlyMap<string, StoredRecord>,
  labelsOf: NamespaceLabels,
  { owners }: Pick<NormaliseOptions, 'owners'>,
): (namespace: string) => string | undefined {
  const key = owners?.namespaceLabel;
  if (key === undefined) {
    return () => undefined;
  }
  const before = new Map<string, string>();
  for (const { facets } of stored.values()) {
    if ('namespaceGroup' in facets && facets.namespaceGroup !== undefined) {
      before.set(facets.server.namespace, facets.namespaceGroup);
    }
  }
  return namespace => {
    const labels = labelsOf(namespace);
    const group = labels ? labels[key] : before.get(namespace);
    return group?.trim() || undefined;
  };
}

import { stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityInput } from './types';

/** The reference of an entity in the namespace `default`, as the catalog writes it. */
export function refOf(
  kind: 'Component' | 'Resource' | 'API',
  name: string,
): string {
  return stringifyEntityRef({ kind, namespace: 'default', name });
}

/** The references of a record's entities; the first one is what others relate to. */
export function refsOf(record: EntityInput): [string, ...string[]] {
  if (record.kind === 'model') {
    return [refOf('Resource', record.name)];
  }
  const component = refOf('Component', record.name);
  return record.server.API
    ? [component, refOf('API', record.name)]
    : [component];
}

import { valueByGlob } from '../../selection/glob';
import { NO_LIFECYCLE_RULES } from './rules';
import { property, PROPERTY } from './properties';
import type { NormaliseOptions } from '../types';

/**
 * | written | namespace has one | lifecycle |
 * |---|---|---|
 * | yes, in the map | any | what the map says |
 * | yes | any | as written |
 * | no | yes | the namespace's |
 * | no | no, or there is none | the default |
 */
export function chooseLifecycle(
  properties: Readonly<Record<string, string>>,
  {
    defaultLifecycle,
    lifecycle = NO_LIFECYCLE_RULES,
  }: Pick<NormaliseOptions, 'defaultLifecycle' | 'lifecycle'>,
  namespace?: string,
): string {
  const written = property(properties, PROPERTY.lifecycle);
  if (written !== undefined) {
    return lifecycle.map.get(written) ?? written;
  }
  const ofNamespace =
    namespace === undefined
      ? undefined
      : valueByGlob(lifecycle.namespaces, namespace);
  return ofNamespace ?? defaultLifecycle;
}

import {
  type LifecycleRules,
  NO_LIFECYCLE_RULES,
  NO_OWNER_RULES,
  type OwnerRules,
  type SelectionOptions,
  TAKE_ALL,
} from '@model-catalog/node';
import type { ConfigFile } from './schema';

/** The rules of owners that a file gives; those that change nothing where it gives none. */
export function ownersOf({
  transform = {},
  namespaces,
  namespaceLabel,
}: NonNullable<ConfigFile['owners']>): OwnerRules {
  const none = NO_OWNER_RULES;
  return {
    transform: {
      stripDomain: transform.stripDomain ?? none.transform.stripDomain,
      replace: transform.replace ?? none.transform.replace,
      map: transform.map ?? none.transform.map,
    },
    namespaces: namespaces ?? none.namespaces,
    namespaceLabel,
  };
}

export function lifecycleOf({
  map,
  namespaces,
}: NonNullable<ConfigFile['lifecycle']>): LifecycleRules {
  return {
    map: map ?? NO_LIFECYCLE_RULES.map,
    namespaces: namespaces ?? NO_LIFECYCLE_RULES.namespaces,
  };
}

export function selectionOf({
  selection,
  namespaces = {},
  versions,
}: ConfigFile): SelectionOptions {
  return {
    mode: selection ?? TAKE_ALL.mode,
    namespaces: {
      include: namespaces.include ?? [],
      exclude: namespaces.exclude ?? [],
      selector: namespaces.selector,
    },
    versions: versions ?? TAKE_ALL.versions,
  };
}

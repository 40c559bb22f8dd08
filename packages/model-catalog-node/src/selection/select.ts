import { nameableServer } from '../normalise/nameable';
import { indexRegistry, whatItServes } from '../normalise/join/join';
import type { StoredRecord } from '../records/stored';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import { fitsAny } from './glob';
import {
  type Labels,
  type LabelSelector,
  parseLabelSelector,
  selects,
} from './labelSelector';
import { isIgnored, isIncluded } from './marks';
import type { SelectionOptions } from './types';
import { versionsLeftOut } from './versions';

/** Labels of a namespace; `undefined` while they are not known. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

export type SelectionInput = {
  servers: readonly InferenceServer[];
  registryObjects: readonly RegistryObject[];
  /** Registries of which not all is known. */
  unsettledRegistries: ReadonlySet<string>;
  /** Every registry there is, and those that were never readable. */
  registries?: ReadonlySet<string>;
  unreadRegistries?: ReadonlySet<string>;
  namespaceLabels: NamespaceLabels;
  /** What the store holds, by key: decided before. */
  stored: ReadonlyMap<string, StoredRecord>;
};

export type Selected = {
  servers: readonly InferenceServer[];
  /** Ids of the versions that are left out. */
  leftOut: ReadonlySet<string>;
};

/** The requirements of the namespaces' labels; none unless the options have any. */
function selectorOf({ namespaces }: SelectionOptions): LabelSelector {
  if (namespaces.selector === undefined) {
    return [];
  }
  const selector = parseLabelSelector(namespaces.selector);
  if (!selector) {
    throw new Error(`This is no label selector: ${namespaces.selector}`);
  }
  return selector;
}

function isInScope(namespace: string, { namespaces }: SelectionOptions) {
  const { include, exclude } = namespaces;
  return (
    (include.length === 0 || fitsAny(include, namespace)) &&
    !fitsAny(exclude, namespace)
  );
}

/**
 * The model servers that are taken.
 *
 * | ignore | mode | include | namespace by name | its labels | taken |
 * |---|---|---|---|---|---|
 * | true | any | any | any | any | no |
 * | - | opt-in | not true | any | any | no |
 * | - | opt-out, or opt-in with include | | excluded, or not included | any | no |
 * | - | same | | fits | fit the selector, or there is none | yes |
 * | - | same | | fits | do not fit | no |
 * | - | same | | fits | not known now | as decided before: if it is stored |
 */
export function selectServers(
  {
    servers,
    namespaceLabels,
    stored,
  }: Pick<SelectionInput, 'servers' | 'namespaceLabels' | 'stored'>,
  options: SelectionOptions,
): readonly InferenceServer[] {
  const selector = selectorOf(options);
  const fitsLabels = (server: InferenceServer) => {
    const labels = namespaceLabels(server.namespace);
    return labels
      ? selects(selector, labels)
      : stored.has(nameableServer(server).key);
  };
  return servers.filter(
    server =>
      !isIgnored(server) &&
      (options.mode === 'opt-out' || isIncluded(server)) &&
      isInScope(server.namespace, options) &&
      (selector.length === 0 || fitsLabels(server)),
  );
}

/** Ids of the versions that these servers serve. */
function servedBy(
  servers: readonly InferenceServer[],
  input: SelectionInput,
): ReadonlySet<string> {
  const registry = indexRegistry(
    input.registryObjects,
    input.unsettledRegistries,
    input,
  );
  const served = new Set<string>();
  for (const server of servers) {
    const found = whatItServes(server, registry, []);
    for (const { id } of found.kind === 'versions' ? found.versions : []) {
      served.add(id);
    }
  }
  return served;
}

/**
 * Decides which of the objects that stand are taken. What is left out leaves
 * the catalog at once, as nothing failed: no guard asks for its share, and a
 * source that cannot be read now holds nothing of it.
 */
export function select(
  input: SelectionInput,
  options: SelectionOptions,
): Selected {
  const servers = selectServers(input, options);
  let known: ReadonlySet<string> | undefined;
  const served = () => {
    known ??= servedBy(servers, input);
    return known;
  };
  return { servers, leftOut: versionsLeftOut({ ...input, served }, options) };
}

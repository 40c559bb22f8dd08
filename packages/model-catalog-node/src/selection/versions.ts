import { keyOfVersion } from '../normalise/nameable';
import type { StoredRecord } from '../records/stored';
import type { RegistryObject, RegistryVersion } from '../sources/objects';
import { isIgnored, isIncluded } from './marks';
import type { SelectionOptions, VersionChoice } from './types';

export type VersionsInput = {
  registryObjects: readonly RegistryObject[];
  unsettledRegistries: ReadonlySet<string>;
  /** Ids of those that a taken server serves; asked only where it decides. */
  served: () => ReadonlySet<string>;
  stored: ReadonlyMap<string, StoredRecord>;
};

const modelOf = ({ registry, modelId }: RegistryObject) =>
  `${registry}/${modelId}`;

/** The newest first; of equally old ones the same whatever their order. */
function newestFirst(
  versions: readonly RegistryVersion[],
): Map<string, RegistryVersion[]> {
  const rank = ({ createdAt = '', id }: RegistryVersion) =>
    `${createdAt}\n${id}`;
  const byModel = new Map<string, RegistryVersion[]>();
  const sorted = [...versions].sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
  for (const version of sorted) {
    const same = byModel.get(modelOf(version)) ?? [];
    same.push(version);
    byModel.set(modelOf(version), same);
  }
  return byModel;
}

/** Versions that the registry says are deployed; a record without a version means the newest. */
function recordedAsDeployed(
  objects: readonly RegistryObject[],
  byModel: ReadonlyMap<string, readonly RegistryVersion[]>,
): Set<string> {
  const ids = new Set<string>();
  for (const object of objects) {
    if (object.type === 'deployment' && object.deployed) {
      const model = modelOf(object);
      const id =
        object.versionId === undefined
          ? byModel.get(model)?.[0]?.id
          : `${model}/${object.versionId}`;
      if (id !== undefined) {
        ids.add(id);
      }
    }
  }
  return ids;
}

/** Says of a version, which nobody serves, whether the choice of versions takes it. */
function chooser(
  candidates: readonly RegistryVersion[],
  input: VersionsInput,
  versions: Exclude<VersionChoice, 'all'>,
): (version: RegistryVersion) => boolean {
  const byModel = newestFirst(candidates);
  if (versions === 'deployed') {
    const deployed = recordedAsDeployed(input.registryObjects, byModel);
    // What a registry records besides is not stored: without it, the decision stands.
    return version =>
      deployed.has(version.id) ||
      (input.unsettledRegistries.has(version.registry) &&
        input.stored.has(keyOfVersion(version)));
  }
  const latest = new Set(
    [...byModel.values()].flatMap(same =>
      same.slice(0, versions.latest).map(({ id }) => id),
    ),
  );
  return ({ id }) => latest.has(id);
}

/**
 * The versions of registries that are left out.
 *
 * | ignore (the version's value wins over the model's) | a taken server serves it | mode | include | choice of versions | taken |
 * |---|---|---|---|---|---|
 * | true | any | any | any | any | no |
 * | - | yes | any | any | any | yes: a relation must lead somewhere |
 * | - | no | opt-in | not true | any | no |
 * | - | no | opt-out, or opt-in with include | | `all` | yes |
 * | - | no | same | | `latest:N` | if it is one of the N that were created last, of those that would be taken |
 * | - | no | same | | `deployed` | if the registry records it as deployed; as decided before while the registry cannot be read |
 */
export function versionsLeftOut(
  input: VersionsInput,
  options: SelectionOptions,
): Set<string> {
  const candidates: RegistryVersion[] = [];
  const left = new Set<string>();
  const unlessServed: string[] = [];
  for (const object of input.registryObjects) {
    if (object.type !== 'version') {
      continue;
    }
    if (isIgnored(object)) {
      left.add(object.id);
    } else if (options.mode === 'opt-out' || isIncluded(object)) {
      candidates.push(object);
    } else {
      unlessServed.push(object.id);
    }
  }
  if (options.versions !== 'all') {
    const isChosen = chooser(candidates, input, options.versions);
    for (const version of candidates) {
      if (!isChosen(version)) {
        unlessServed.push(version.id);
      }
    }
  }
  for (const id of unlessServed) {
    if (!input.served().has(id)) {
      left.add(id);
    }
  }
  return left;
}

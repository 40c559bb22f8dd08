import type {
  InferenceServer,
  RegistryDeployment,
  RegistryLink,
  RegistryObject,
  RegistryVersion,
} from '../sources/objects';
import { reportForServer, type Report } from './types';
import type { Issue } from '../sources/types';

/**
 * What a server serves.
 *
 * | kind | meaning |
 * |---|---|
 * | versions | these versions of a registry |
 * | own | no registry knows it: a model of its own, named as the server |
 * | unsettled | a registry that cannot be read now may know it: nothing is guessed |
 */
export type Served = { deployment?: RegistryDeployment } & (
  | { kind: 'versions'; versions: readonly RegistryVersion[] }
  | { kind: 'own' }
  | { kind: 'unsettled' }
);

/** The registry's objects by what a server can name. */
export type RegistryIndex = {
  registries: ReadonlySet<string>;
  /** `<registry>/<model id>` to its live versions. */
  byModel: ReadonlyMap<string, readonly RegistryVersion[]>;
  byServerUid: ReadonlyMap<string, RegistryDeployment>;
  unsettled: ReadonlySet<string>;
};

export function indexRegistry(
  objects: readonly RegistryObject[],
  unsettled: ReadonlySet<string>,
): RegistryIndex {
  const byModel = new Map<string, RegistryVersion[]>();
  const byServerUid = new Map<string, RegistryDeployment>();
  const registries = new Set<string>(unsettled);
  for (const object of objects) {
    registries.add(object.registry);
    if (object.type === 'version') {
      const id = `${object.registry}/${object.modelId}`;
      const versions = byModel.get(id) ?? [];
      versions.push(object);
      byModel.set(id, versions);
    } else if (object.serverUid && object.deployed) {
      byServerUid.set(object.serverUid, object);
    }
  }
  return { registries, byModel, byServerUid, unsettled };
}

/** Of equally old ones the same whatever their order, which changes when some are held. */
function newest(
  versions: readonly RegistryVersion[],
): RegistryVersion | undefined {
  const rank = ({ createdAt = '', id }: RegistryVersion) =>
    `${createdAt}\n${id}`;
  return [...versions].sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}

/** The registries that a link may mean: the one it names, if we read one of that name, else all. */
function registriesOf(link: RegistryLink, index: RegistryIndex): string[] {
  const named = link.registry;
  return named !== undefined && index.registries.has(named)
    ? [named]
    : [...index.registries];
}

type Found = RegistryVersion | 'ambiguous' | 'unknown' | 'unsettled';

function findVersion(link: RegistryLink, index: RegistryIndex): Found {
  const registries = registriesOf(link, index);
  const found = registries.flatMap(registry => {
    const versions = index.byModel.get(`${registry}/${link.modelId}`) ?? [];
    const version =
      link.versionId === undefined
        ? newest(versions)
        : versions.find(({ versionId }) => versionId === link.versionId);
    return version ? [version] : [];
  });
  if (found.length > 1) {
    return 'ambiguous';
  }
  if (found[0]) {
    return found[0];
  }
  return registries.some(registry => index.unsettled.has(registry))
    ? 'unsettled'
    : 'unknown';
}

function byLink(
  link: RegistryLink,
  index: RegistryIndex,
  report: Report,
): Served {
  const found = findVersion(link, index);
  if (typeof found === 'object') {
    return { kind: 'versions', versions: [found] };
  }
  if (found === 'unsettled') {
    return { kind: 'unsettled' };
  }
  const ids = `model ${link.modelId}, version ${link.versionId ?? 'any'}`;
  report(
    'labels',
    found === 'ambiguous'
      ? `${ids} is in several registries; the label modelregistry.opendatahub.io/name must name one`
      : `${ids} is not live in any registry that is read; the server is shown with a model of its own`,
  );
  return { kind: 'own' };
}

/**
 * Finds what a server serves.
 *
 * | labels name a version | the registry has a record of the server's uid | result |
 * |---|---|---|
 * | yes, it is live | any | that version |
 * | the model only | any | its newest live version |
 * | yes, unknown | any | own, reported; unsettled while a registry cannot be read |
 * | no | yes | the version of the record |
 * | no | no | own |
 */
export function whatItServes(
  server: InferenceServer,
  index: RegistryIndex,
  issues: Issue[],
): Served {
  const deployment = index.byServerUid.get(server.uid);
  const report = reportForServer(issues, server);
  if (server.link) {
    return { deployment, ...byLink(server.link, index, report) };
  }
  if (deployment) {
    const { registry, modelId, versionId } = deployment;
    const link = { registry, modelId, versionId };
    return { deployment, ...byLink(link, index, report) };
  }
  return { kind: 'own' };
}

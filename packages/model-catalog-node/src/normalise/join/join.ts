import type {
  InferenceServer,
  RegistryDeployment,
  RegistryLink,
  RegistryVersion,
} from '../../sources/objects';
import type { Issue } from '../../sources/types';
import { nameableServed, nameableServer } from '../nameable';
import type { RegistryIndex } from './registryIndex';
import { meantBy } from './registryNames';
import { reportForServer, type Report } from '../types';

export { indexRegistry, type RegistryIndex } from './registryIndex';

/**
 * What a server serves.
 *
 * | kind | meaning |
 * |---|---|
 * | versions | these versions of a registry |
 * | own | no registry knows it: a model of its own, named as the server |
 * | unsettled | a registry that cannot be read now, or was not asked since the link came, may know it: nothing is guessed |
 */
export type Served = {
  deployment?: RegistryDeployment;
  /** Its link is fresh, and no registry has what it means yet. */
  isAwaited?: boolean;
} & (
  | { kind: 'versions'; versions: readonly RegistryVersion[] }
  | { kind: 'own' }
  | { kind: 'unsettled' }
);

/** Of equally old ones the same whatever their order, which changes when some are held. */
function newest(
  versions: readonly RegistryVersion[],
): RegistryVersion | undefined {
  const rank = ({ createdAt = '', id }: RegistryVersion) =>
    `${createdAt}\n${id}`;
  return [...versions].sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}

/** `level` is `info` where what is not read is so by decision, or told by its source. */
type Flaw = {
  flaw: string;
  level?: 'info';
  /** Nothing but time is missing, if the link is fresh. */
  mayCome?: boolean;
};
type Found = RegistryVersion | 'unsettled' | Flaw;

function versionIn(
  registry: string,
  { modelId, versionId }: RegistryLink,
  { byModel }: RegistryIndex,
): RegistryVersion | undefined {
  const versions = byModel.get(`${registry}/${modelId}`);
  return versionId === undefined
    ? newest(versions)
    : versions.find(version => version.versionId === versionId);
}

/**
 * Whether the registry may have the version after all: not all of it is known,
 * and it does not say itself that this very version is archived.
 */
function mayHave(
  registry: string,
  { modelId, versionId }: Pick<RegistryLink, 'modelId' | 'versionId'>,
  { unsettled, hasEnded }: RegistryIndex,
): boolean {
  return (
    unsettled.has(registry) &&
    !(versionId && hasEnded([registry, modelId, versionId].join('/')))
  );
}

/**
 * The version that a link means. Ids are unique only inside one registry.
 *
 * | live in the registries that the link may mean | the link names the registry | one of the others cannot be read now / was never readable | found |
 * |---|---|---|---|
 * | one | yes | - | that version |
 * | one | no | no | that version |
 * | one | no | now | unsettled |
 * | one | no | never | none, reported |
 * | several | - | - | none, reported |
 * | none | - | now | unsettled |
 * | none | - | no, never | none, reported |
 *
 * One that says that the very version is archived can be read, as far as the
 * link goes.
 */
function find(link: RegistryLink, index: RegistryIndex): Found {
  const { registries, isNamed } = meantBy(link, index.registries);
  const found = registries.flatMap(
    registry => versionIn(registry, link, index) ?? [],
  );
  const ids = `model ${link.modelId}, version ${link.versionId ?? 'any'}`;
  const nameOne =
    'the label modelregistry.opendatahub.io/name must name the registry';
  if (found.length > 1) {
    return { flaw: `${ids} is in several registries; ${nameOne}` };
  }
  const [version] = found;
  const others = registries.filter(name => name !== version?.registry);
  const mayBeElsewhere = version === undefined || !isNamed;
  if (mayBeElsewhere && others.some(name => mayHave(name, link, index))) {
    return 'unsettled';
  }
  const unread = others.find(name => index.unread.has(name));
  if (mayBeElsewhere && unread !== undefined) {
    const advice = version ? `; ${nameOne}` : '';
    return {
      flaw: `${ids} may be in registry ${unread}, which cannot be read${advice}`,
      level: 'info',
      mayCome: version === undefined,
    };
  }
  return version ?? absence(ids, link, registries);
}

function absence(
  ids: string,
  link: RegistryLink,
  registries: readonly string[],
): Flaw {
  return registries.length === 0
    ? { flaw: `registry ${link.registry ?? ''} is not read`, level: 'info' }
    : {
        flaw: `${ids} is not live in any registry that it may mean`,
        mayCome: true,
      };
}

/** The registry's record that this server is deployed; of several the newest, and that of the registry that the labels name. */
function deploymentsOf(
  { uid, resource, link }: InferenceServer,
  index: RegistryIndex,
): readonly RegistryDeployment[] {
  // The registries' controller records no LLMInferenceServices.
  const all = resource === 'inferenceservice' ? index.byServerUid.get(uid) : [];
  if (all.length === 0) {
    return all;
  }
  const named = link && meantBy(link, index.registries);
  const meant = named?.isNamed
    ? all.filter(({ registry }) => named.registries.includes(registry))
    : all;
  const newestOf = new Map<string, RegistryDeployment>();
  for (const deployment of meant) {
    const other = newestOf.get(deployment.registry);
    const isNewer =
      !other ||
      deployment.id.localeCompare(other.id, 'en', { numeric: true }) > 0;
    if (isNewer) {
      newestOf.set(deployment.registry, deployment);
    }
  }
  return [...newestOf.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function byRecord(
  deployments: readonly RegistryDeployment[],
  index: RegistryIndex,
): { deployment?: RegistryDeployment; found: Found } {
  const [first, ...others] = deployments;
  if (!first || others.length > 0) {
    const where = deployments.map(({ registry }) => registry).join(', ');
    return {
      found: {
        flaw: `is recorded as deployed in several registries: ${where}`,
      },
    };
  }
  const { registry, modelId, versionId } = first;
  const version = versionIn(registry, { modelId, versionId }, index);
  const isUnsettled = !version && mayHave(registry, first, index);
  const ids = `model ${modelId}, version ${versionId ?? 'any'}`;
  const flaw = `${ids} of registry ${registry} is not live there`;
  return {
    deployment: first,
    found: version ?? (isUnsettled ? 'unsettled' : { flaw }),
  };
}

/** What was decided before, as long as it can be true still. */
function asBefore(server: InferenceServer, index: RegistryIndex): Served {
  const { decided } = index;
  const own = nameableServed(server).key;
  const before = decided.get(nameableServer(server).key)?.record;
  const keys = before?.kind === 'server' ? before.models : [];
  if (decided.has(own) || keys.includes(own)) {
    return { kind: 'own' };
  }
  const versions = keys.flatMap(key => index.byKey(key) ?? []);
  return versions.length > 0
    ? { kind: 'versions', versions }
    : { kind: 'unsettled' };
}

function servedBy(
  found: Found,
  server: InferenceServer,
  { index, report }: { index: RegistryIndex; report: Report },
): Served {
  if (found === 'unsettled') {
    return asBefore(server, index);
  }
  if ('flaw' in found) {
    report(
      'labels',
      `${found.flaw}; the server is shown with a model of its own`,
      found.level,
    );
    return { kind: 'own' };
  }
  return { kind: 'versions', versions: [found] };
}

/** What its link means; of a fresh one, what is not found may come. */
function linkedTo(
  { id }: InferenceServer,
  link: RegistryLink,
  index: RegistryIndex,
): { linked: Found; isAwaited: boolean } {
  const found = find(link, index);
  const mayCome =
    typeof found === 'object' && 'flaw' in found && found.mayCome === true;
  const isAwaited = mayCome && index.freshLinks.has(id);
  return { linked: isAwaited ? 'unsettled' : found, isAwaited };
}

/**
 * Finds what a server serves: by its labels, else by the registry's own record
 * of it, whose name ends with the server's UID; never by how things are called.
 *
 * | labels | mean a live version | the registry has a record of the server's UID | result |
 * |---|---|---|---|
 * | model and version | yes | any | that version |
 * | model only | yes | any | its newest live version |
 * | any | no, or not one alone | one, its version is live | the version of the record |
 * | any | no, or not one alone | none, several, or not live | own, reported |
 * | any | a registry cannot be read now | one, its version is live | as before, else the version of the record |
 * | any | a registry cannot be read now | anything else | as before, else unsettled |
 * | any, a moment old | no, in none | any | as if a registry could not be read now |
 * | none | - | one, with a version | that version |
 * | none | - | one, without a version | the newest live version of its model |
 * | none | - | one, its version is archived | own, reported |
 * | none | - | one, its registry cannot be read now | as before, else unsettled |
 * | none | - | in several registries | own, reported |
 * | none | - | none | own |
 *
 * An LLMInferenceService has labels alone.
 */
export function whatItServes(
  server: InferenceServer,
  index: RegistryIndex,
  issues: Issue[],
): Served {
  const context = { index, report: reportForServer(issues, server) };
  const deployments = deploymentsOf(server, index);
  const recorded =
    deployments.length > 0 ? byRecord(deployments, index) : undefined;
  const deployment = recorded?.deployment;
  if (!server.link) {
    return recorded
      ? { deployment, ...servedBy(recorded.found, server, context) }
      : { kind: 'own' };
  }
  const { linked, isAwaited } = linkedTo(server, server.link, index);
  const isRecorded =
    typeof recorded?.found === 'object' && !('flaw' in recorded.found);
  const mayUseRecord =
    typeof linked === 'object'
      ? 'flaw' in linked
      : asBefore(server, index).kind === 'unsettled';
  const found =
    recorded && isRecorded && mayUseRecord ? recorded.found : linked;
  return {
    deployment,
    ...(isAwaited && { isAwaited }),
    ...servedBy(found, server, context),
  };
}

import { readAsked } from './asked';
import {
  activeDocNameOf,
  hashedResourceNameOf,
  resourceNameOf,
  systemNameOf,
} from './defaultNames';
import { ASKED } from './labels';
import { serverKey } from './serverKey';
import type { Problem, PublishableServer } from './types';

/** How the objects of one model server are called. */
export type ServerNames = {
  /** Of its custom resources and its Secret, within Kubernetes' rules. */
  resource: string;
  /** Of its product and its backend in 3scale; unique in the tenant. */
  systemName: string;
  /** Of its ActiveDoc in 3scale: small letters and digits. */
  activeDoc: string;
};

/** Names that the objects of a server have already. */
export type OwnedNames = {
  /** `<namespace>/<resource>/<name>`. */
  server: string;
  /** `metadata.name` of its Product. */
  resource: string;
  /** `spec.systemName` of its Product. */
  systemName: string;
};

export type NamesReading = { names: ServerNames; problems: Problem[] };

/** The part of the gateway's host name that 3scale makes of a system name: two that make the same one cannot both be served. */
export const hostPartOf = (systemName: string): string =>
  systemName
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replaceAll('_', '-');

const FIELD = `metadata.annotations["${ASKED.systemName}"]`;

/** Who has which name. */
type Taken = {
  systemNames: Map<string, string>;
  resources: Map<string, string>;
};

function resourceOf(
  server: PublishableServer,
  own: OwnedNames | undefined,
  { resources }: Taken,
): string {
  const key = serverKey(server);
  const candidates = [
    ...(own ? [own.resource] : []),
    resourceNameOf(server),
    hashedResourceNameOf(server),
  ];
  const free = candidates.find(name => (resources.get(name) ?? key) === key);
  return free ?? hashedResourceNameOf(server);
}

function problemsOf(
  server: PublishableServer,
  own: OwnedNames | undefined,
  { names, taken }: { names: ServerNames; taken: Taken },
): Problem[] {
  const wanted = readAsked(server).asked.systemName;
  const { systemName } = names;
  const holder = taken.systemNames.get(hostPartOf(systemName));
  const problems: Problem[] = [];
  if (own && wanted !== undefined && wanted !== systemName) {
    problems.push({
      field: FIELD,
      message: `is "${wanted}", but 3scale cannot rename: it stays "${systemName}". To rename, unpublish the model with deletion, then publish it again; keys are lost.`,
      severity: 'warning',
    });
  }
  if (holder !== undefined && holder !== serverKey(server)) {
    problems.push({
      field: FIELD,
      message: `"${systemName}" of ${serverKey(
        server,
      )} is taken by ${holder}, or leads to the same host: set another system name`,
      severity: 'error',
    });
  }
  const other = taken.resources.get(names.resource);
  if (other !== undefined && other !== serverKey(server)) {
    problems.push({
      field: 'metadata.name',
      message: `of ${serverKey(server)} makes the name "${
        names.resource
      }", which the objects of ${other} have: rename one of the two`,
      severity: 'error',
    });
  }
  return problems;
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Who gets a name first: the older one, those of unknown age last, then by key. */
const byAge = (a: PublishableServer, b: PublishableServer) =>
  compare(a.createdAt ?? '~', b.createdAt ?? '~') ||
  compare(serverKey(a), serverKey(b));

/**
 * Names for all servers, by their keys.
 *
 * | case | name |
 * |---|---|
 * | its objects have a name already | that one: 3scale cannot rename |
 * | the annotation asks for one | that one |
 * | neither | made of namespace, name and kind |
 * | another server's objects have the system name, even of a server that is gone | an error that names both |
 * | two ask for one system name, or for one host | the older, else the first by key, gets it; the other an error |
 * | two kinds, or two namespaces, make one resource name | the later one gets a hash |
 *
 * The same input gives the same names in any order. A server with an error
 * must not be published under its name.
 */
export function resolveNames(
  servers: readonly PublishableServer[],
  owned: readonly OwnedNames[] = [],
): ReadonlyMap<string, NamesReading> {
  const known = new Map(owned.map(one => [one.server, one]));
  const taken: Taken = {
    systemNames: new Map(
      owned.map(one => [hostPartOf(one.systemName), one.server]),
    ),
    resources: new Map(owned.map(one => [one.resource, one.server])),
  };
  const found = new Map<string, NamesReading>();
  for (const server of [...servers].sort(byAge)) {
    const key = serverKey(server);
    const own = known.get(key);
    const names: ServerNames = {
      resource: resourceOf(server, own, taken),
      systemName:
        own?.systemName ??
        readAsked(server).asked.systemName ??
        systemNameOf(server),
      activeDoc: activeDocNameOf(server),
    };
    const problems = problemsOf(server, own, { names, taken });
    if (!problems.some(({ severity }) => severity === 'error')) {
      taken.systemNames.set(hostPartOf(names.systemName), key);
      taken.resources.set(names.resource, key);
    }
    found.set(key, { names, problems });
  }
  return found;
}

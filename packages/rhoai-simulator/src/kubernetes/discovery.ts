import { z } from 'zod/v4';
import type { JsonObject } from './object';
import type { ObjectStore } from './ObjectStore';
import {
  type ResourceType,
  apiVersionOf,
  definitionName,
  RESOURCE_TYPES,
  typeOfKind,
} from './resources';

/** What `/version` answers. */
export const VERSION = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitTreeState: 'clean',
  platform: 'linux/amd64',
} as const;

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A custom type is served while its CustomResourceDefinition exists. */
export function isServed(store: ObjectStore, type: ResourceType): boolean {
  const definitions = typeOfKind('CustomResourceDefinition');
  return (
    !type.custom ||
    store.get(definitions, undefined, definitionName(type)) !== undefined
  );
}

const definitionSchema = z.object({
  spec: z.object({
    versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
  }),
});

/** The versions of a type that are served now, the preferred one first; of a custom type those that its definition says. */
export function servedVersions(
  store: ObjectStore,
  type: ResourceType,
): readonly string[] {
  if (!type.custom) {
    return type.versions;
  }
  const definitions = typeOfKind('CustomResourceDefinition');
  const object = store.get(definitions, undefined, definitionName(type));
  if (!object) {
    return [];
  }
  const parsed = definitionSchema.safeParse(object);
  if (!parsed.success) {
    return type.versions;
  }
  const { versions } = parsed.data.spec;
  const served = versions.filter(one => one.served).map(({ name }) => name);
  return type.versions.filter(version => served.includes(version));
}

/** The discovery document at a path, or undefined when there is none. */
export function discoveryDocument(
  store: ObjectStore,
  path: string,
): JsonObject | undefined {
  const served = RESOURCE_TYPES.map(type => ({
    ...type,
    versions: servedVersions(store, type),
  })).filter(type => type.versions.length > 0);
  if (path === '/version') {
    return { ...VERSION };
  }
  if (path === '/api') {
    return { kind: 'APIVersions', versions: ['v1'] };
  }
  if (path === '/api/v1') {
    return resourceList(served, '', 'v1');
  }
  if (path === '/apis') {
    const groups = [...new Set(served.map(t => t.group))].filter(Boolean);
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map(group => groupOf(served, group)),
    };
  }
  const [, , group, version, ...more] = path.split('/');
  const known = served.some(type => type.group && type.group === group);
  if (!path.startsWith('/apis/') || !group || more.length > 0 || !known) {
    return undefined;
  }
  return version === undefined
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(served, group) }
    : resourceList(served, group, version);
}

function groupOf(served: readonly ResourceType[], group: string): JsonObject {
  const versions = new Set(
    served.filter(type => type.group === group).flatMap(type => type.versions),
  );
  const entries = [...versions].map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

function resourceList(
  served: readonly ResourceType[],
  group: string,
  version: string,
): JsonObject | undefined {
  const types = served.filter(
    type => type.group === group && type.versions.includes(version),
  );
  const [first] = types;
  return first
    ? {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: apiVersionOf(first, version),
        resources: types.flatMap(resourceEntries),
      }
    : undefined;
}

function resourceEntries(type: ResourceType): JsonObject[] {
  const common = { namespaced: type.namespaced, kind: type.kind };
  const main = {
    name: type.plural,
    singularName: type.singular,
    ...common,
    verbs: VERBS,
    ...(type.shortNames ? { shortNames: type.shortNames } : {}),
  };
  const status = {
    name: `${type.plural}/status`,
    singularName: '',
    ...common,
    verbs: ['get', 'patch', 'update'],
  };
  return type.status ? [main, status] : [main];
}

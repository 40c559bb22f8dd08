import {
  DEFAULT_CATALOG,
  type DiscoveredEndpoint,
  type DiscoveryView,
  type EndpointKind,
} from '@model-catalog/node';
import type { Endpoint } from '../config/endpoints';

/** A registry or catalog that there should be, and how it can be read. */
export type Wanted = { id: string; kind: EndpointKind; name: string } & (
  | { from: 'configuration'; endpoint: Endpoint }
  | { from: 'discovery'; endpoint: DiscoveredEndpoint }
  /** Cannot be read now; what is known of it stays. */
  | { from: 'memory'; message: string }
);

/** What was found in this life, and since when it is gone (milliseconds since the epoch). */
type Remembered = { endpoint: DiscoveredEndpoint; goneSince?: number };

/** By id of the source. */
export type Memory = ReadonlyMap<string, Remembered>;

/** What a kind is to be read from. */
export type KindPlan = {
  kind: EndpointKind;
  configured: readonly Endpoint[];
  discover: boolean;
};

const LABEL = {
  'model-registry': {
    what: 'Model registry',
    setting: 'MR_ROUTE',
    settingInFile: 'registries',
  },
  'model-catalog': {
    what: 'Model catalog',
    setting: 'CATALOG_URL',
    settingInFile: 'catalogs',
  },
} as const satisfies Record<EndpointKind, object>;

/** Id of the source of one registry or catalog. */
export function sourceId(kind: EndpointKind, name: string): string {
  return kind === 'model-catalog' && name === DEFAULT_CATALOG
    ? kind
    : `${kind}/${name}`;
}

/** Names of one kind among ids of sources. */
export function namesOf(
  kind: EndpointKind,
  ids: Iterable<string>,
): Set<string> {
  const names = new Set<string>();
  for (const id of ids) {
    if (id === 'model-catalog' && kind === 'model-catalog') {
      names.add(DEFAULT_CATALOG);
    } else if (id.startsWith(`${kind}/`)) {
      names.add(id.slice(kind.length + 1));
    }
  }
  return names;
}

/** Notes what is there now, and since when the rest is not. */
export function remember(
  memory: Memory,
  found: readonly DiscoveredEndpoint[],
  now: number,
): Memory {
  const next = new Map<string, Remembered>();
  for (const [id, { endpoint, goneSince = now }] of memory) {
    next.set(id, { endpoint, goneSince });
  }
  for (const endpoint of found) {
    next.set(sourceId(endpoint.kind, endpoint.name), { endpoint });
  }
  return next;
}

/** The same place: whatever stands before the API's own path. */
function placeOf(written: string): string {
  if (!URL.canParse(written)) {
    return written;
  }
  const { origin, pathname } = new URL(written);
  const [prefix = ''] = pathname.split(/\/api\/model_(?:registry|catalog)\b/);
  return `${origin}${prefix.replace(/\/+$/, '')}`;
}

function isConfigured(
  { name, addresses }: DiscoveredEndpoint,
  configured: readonly Endpoint[],
): boolean {
  return configured.some(
    endpoint =>
      endpoint.name === name ||
      ('url' in endpoint &&
        addresses.some(address => placeOf(endpoint.url) === placeOf(address))),
  );
}

function goneMessage(
  { kind, namespace, service }: DiscoveredEndpoint,
  goneSince: number,
  graceMs: number,
): string {
  const { what } = LABEL[kind];
  const at = (ms: number) => new Date(ms).toISOString();
  return `${what}: its Service ${namespace}/${service} is gone since ${at(
    goneSince,
  )}. What was known of it stays until ${at(
    goneSince + graceMs,
  )}; if it is not back by then, it is retired.`;
}

function lostMessage({ kind, namespace, service }: DiscoveredEndpoint) {
  const { what, setting } = LABEL[kind];
  return `${what}: its Service ${namespace}/${service} has no address any more: no annotation routing.opendatahub.io/external-address-rest, no Route that a router admits, no port named https-api or http-api. What was known of it stays; mend the Service, or name its URL in ${setting}.`;
}

function unseenMessage(
  { kind, name }: { kind: EndpointKind; name: string },
  { view, namespaces }: { view: DiscoveryView; namespaces: readonly string[] },
): string {
  const { what, setting, settingInFile } = LABEL[kind];
  if (view.message !== undefined) {
    return `${what} "${name}" was read before and cannot be looked for now: ${view.message} What was known of it stays.`;
  }
  const where = namespaces.join(', ');
  return `${what} "${name}" was read before and is not found: no Service of that name in ${where}. What was known of it stays. If it is elsewhere, name it in ${setting} (${name}=https://…); if it is gone for good, name in ${setting} only what is left, or write discovery.${settingInFile}: false where nothing is, and it is retired.`;
}

/** All that decides what is wanted. */
export type WantedInput = {
  plans: readonly KindPlan[];
  /** `undefined` until the cluster was asked once. */
  view: DiscoveryView | undefined;
  memory: Memory;
  /** Ids of sources that were complete in an earlier life. */
  completed: ReadonlySet<string>;
  namespaces: readonly string[];
  now: number;
  /** How long one whose Service is gone is waited for, milliseconds. */
  graceMs: number;
};

/**
 * What there should be.
 *
 * | configured | looked for | found | known | wanted |
 * |---|---|---|---|---|
 * | yes | - | - | - | as configured, whatever is found under its name or address |
 * | no | yes | yes | - | as found |
 * | no | yes | gone since less than the grace | - | waited for |
 * | no | yes | there, without any address | - | waited for |
 * | no | yes | gone, and its namespace cannot be read now | - | waited for: it may be back |
 * | no | yes | gone for longer | - | no: retired |
 * | no | yes | never in this life | from an earlier one | waited for, and said what to do |
 * | no | no | - | - | no: configuration decides |
 *
 * `undefined` while something is looked for and the cluster was not asked yet.
 */
export function wantedEndpoints(
  input: WantedInput,
): readonly Wanted[] | undefined {
  const { plans, view } = input;
  if (view === undefined && plans.some(({ discover }) => discover)) {
    return undefined;
  }
  return plans.flatMap(plan => {
    const { kind, configured, discover } = plan;
    const given = configured.map(endpoint => ({
      id: sourceId(kind, endpoint.name),
      kind,
      name: endpoint.name,
      from: 'configuration' as const,
      endpoint,
    }));
    return discover && view !== undefined
      ? [...given, ...lookedFor(plan, view, input)]
      : given;
  });
}

function lookedFor(
  { kind, configured }: KindPlan,
  view: DiscoveryView,
  { memory, completed, namespaces, now, graceMs }: WantedInput,
): Wanted[] {
  const wanted: Wanted[] = [];
  const ids = new Set(configured.map(({ name }) => sourceId(kind, name)));
  for (const [id, { endpoint, goneSince }] of memory) {
    if (endpoint.kind !== kind) {
      continue;
    }
    ids.add(id);
    if (isConfigured(endpoint, configured)) {
      continue;
    }
    const { name, namespace } = endpoint;
    const isUnread = view.unread?.includes(namespace) === true;
    if (goneSince === undefined && endpoint.isLost) {
      const message = lostMessage(endpoint);
      wanted.push({ id, kind, name, from: 'memory', message });
    } else if (goneSince === undefined) {
      wanted.push({ id, kind, name, from: 'discovery', endpoint });
    } else if (now - goneSince < graceMs || isUnread) {
      const message = isUnread
        ? unseenMessage(endpoint, { view, namespaces })
        : goneMessage(endpoint, goneSince, graceMs);
      wanted.push({ id, kind, name, from: 'memory', message });
    }
  }
  for (const name of namesOf(kind, completed)) {
    const id = sourceId(kind, name);
    if (!ids.has(id)) {
      const message = unseenMessage({ kind, name }, { view, namespaces });
      wanted.push({ id, kind, name, from: 'memory', message });
    }
  }
  return wanted;
}

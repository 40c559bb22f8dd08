import type { SourceStatus } from '@model-catalog/common';
import { trackStatus } from '../sources/status';
import type { SourceEvent } from '../sources/types';
import { messageOf } from '../messageOf';
import { findEndpoints, kindOf } from './findEndpoints';
import { lookElsewhere } from './elsewhere';
import { keyOf } from './names';
import {
  SERVICES,
  type TrustedNamespace,
  watchNamespace,
} from './trustedNamespace';
import type { Watching } from './trustedNamespace';
import type { DiscoveredEndpoint, DiscoveryView, EndpointKind } from './types';

export type DiscoveryOptions = Omit<Watching, 'log'> & {
  /** Whose Services are trusted: those of the operators. */
  namespaces: readonly string[];
  kinds: readonly EndpointKind[];
  /** Names of an earlier life, by kind. */
  known?: Readonly<Partial<Record<EndpointKind, ReadonlySet<string>>>>;
  log: (event: SourceEvent) => void;
};

/** Registries and catalogs of this cluster, as they come and go. */
export type Discovery = {
  /** Watches until the signal aborts; never throws for what the outside does. */
  run(signal: AbortSignal): Promise<void>;
  /** `undefined` before everything was tried once. */
  view(): DiscoveryView | undefined;
  status(): SourceStatus | undefined;
};

const ID = 'discovery';
const EFFECT = 'What was found before stays.';

/** The endpoints of one kind, with names and memories that outlive them. */
function createKind(kind: EndpointKind, known: ReadonlySet<string>) {
  const names = new Map<string, string>();
  const last = new Map<string, DiscoveredEndpoint>();
  return (places: readonly TrustedNamespace[]): DiscoveredEndpoint[] => {
    const seen = places.map(place => place.seen());
    const found = findEndpoints(
      kind,
      {
        services: seen.flatMap(one => one?.services ?? []),
        routes: seen.flatMap(one => one?.routes ?? []),
        registries: seen.flatMap(one => one?.registries ?? []),
      },
      { names, known },
    );
    for (const endpoint of found) {
      names.set(keyOf(endpoint), endpoint.name);
      last.set(keyOf(endpoint), endpoint);
    }
    // A Service that is there and cannot be understood is as it was; one that
    // only has no address now is not gone.
    const unreadable = new Set(places.flatMap(place => place.unreadable()));
    const readable = new Set(found.map(keyOf));
    const there = new Set(
      seen
        .flatMap(one => one?.services ?? [])
        .filter(service => kindOf(service) === kind)
        .map(({ metadata: { namespace, name } }) => `${namespace}/${name}`),
    );
    const kept = [...last].flatMap(([key, endpoint]) => {
      if (unreadable.has(`Service ${key}`)) {
        return [endpoint];
      }
      return there.has(key) && !readable.has(key)
        ? [{ ...endpoint, isLost: true as const }]
        : [];
    });
    return [...found, ...kept];
  };
}

/** What cannot be read, each kind once however many namespaces it is about. */
function explain(places: readonly TrustedNamespace[]): string[] {
  const byKind = new Map<string, { error: unknown; names: string[] }>();
  for (const { name, problems } of places) {
    for (const { kind, error } of problems()) {
      const known = byKind.get(kind) ?? { error, names: [] };
      known.names.push(name);
      byKind.set(kind, known);
    }
  }
  return [...byKind].map(([kind, { error, names }]) => {
    const what = `${kind} cannot be read in ${names.join(', ')}: ${messageOf(
      error,
    )}.`;
    return names.length < places.length
      ? `${what} If nothing of yours is there, leave it out of REGISTRIES_NAMESPACES.`
      : what;
  });
}

/**
 * Finds registries and catalogs by the Services and Routes that operators made
 * in their own namespaces, and follows them. Objects elsewhere are not read:
 * whoever may create a Service could have our credential otherwise.
 */
export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { namespaces, kinds, known = {}, now } = options;
  const log = (event: Omit<SourceEvent, 'source'>) =>
    options.log({ ...event, source: ID });
  const tracker = trackStatus(ID, now);
  let view: DiscoveryView | undefined;
  let told = '';

  const places = namespaces.map(namespace =>
    watchNamespace(namespace, { ...options, log, onChange: () => refresh() }),
  );
  const readers = kinds.map(kind =>
    createKind(kind, known[kind] ?? new Set<string>()),
  );

  const tellProblems = (problems: readonly string[]) => {
    const text = problems.join(' ');
    if (text !== told) {
      told = text;
      log(
        text === ''
          ? { level: 'info', message: 'Registries can be looked for again' }
          : { level: 'warn', message: `${text} ${EFFECT}` },
      );
    }
  };

  const refresh = () => {
    if (places.some(place => place.seen() === undefined)) {
      return;
    }
    const problems = explain(places);
    tellProblems(problems);
    tracker.set(
      problems.length === 0 ? 'complete' : 'failed',
      problems.length === 0 ? undefined : `${problems.join(' ')} ${EFFECT}`,
    );
    const found = readers.flatMap(read => read(places));
    if (!view && found.length === 0 && problems.length === 0) {
      const message = `Found no registry and no catalog in ${namespaces.join(
        ', ',
      )} yet; whatever comes there is read, and MR_ROUTE and CATALOG_URL name others`;
      log({ level: 'info', message });
    }
    view = {
      found,
      unread: places
        .filter(place => place.problems().some(({ kind }) => kind === SERVICES))
        .map(({ name }) => name),
      message: problems.length === 0 ? undefined : problems.join(' '),
    };
    options.onChange();
  };

  return {
    run: async signal => {
      await Promise.all([
        ...places.map(place => place.run(signal)),
        lookElsewhere({ ...options, log }, signal),
      ]);
    },
    view: () => view,
    status: () => tracker.status(),
  };
}

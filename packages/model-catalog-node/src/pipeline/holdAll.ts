import type { Offering } from '@model-catalog/common';
import { hold, type HoldOutcome, type HoldReason } from '../plan/hold';
import type { RemovalPolicy } from '../plan/policy';
import type { Source, SourceObject, SourceResult } from '../sources/types';
import type { InferenceServer } from '../sources/objects';
import { type Doubted, doubtedOf, stillDoubted } from './doubt';
import { createFlat } from './flat';
import type { Known } from './known';
import { standingApis } from './standingApis';
import { withoutSuperseded } from './superseded';
import type { PipelineSources } from './types';

/** An object that is kept although its source does not show it now. */
export type HeldObject = { source: string; id: string; reason: HoldReason };

/** What stands of all sources, and what was held or refused on the way. */
export type Standing = {
  known: Known;
  held: readonly HeldObject[];
  refused: Record<string, readonly string[]>;
  /** What was refused and is not decided: it was not seen again since, nor was its end proved. */
  doubted: Doubted;
  /** Registries of which not all is known. */
  unsettledRegistries: ReadonlySet<string>;
};

/** Every name that is known or read now, with its source; without one it is retired. */
function withRetired<T extends SourceObject>(
  sources: readonly { name: string; source: Source<T> }[],
  known: ReadonlyMap<string, readonly T[]>,
): Map<string, Source<T> | undefined> {
  const all = new Map<string, Source<T> | undefined>(
    [...known.keys()].map(name => [name, undefined]),
  );
  for (const { name, source } of sources) {
    all.set(name, source);
  }
  return all;
}

const RETIRED = {
  state: 'unavailable',
  message: 'not configured any more',
  issues: [],
} as const;

/** What only one kind of source knows of what stands. */
type Refine<T extends SourceObject> = (
  outcome: HoldOutcome<T>,
) => HoldOutcome<T>;

const flatServers = createFlat<InferenceServer>();

/** The servers of one kind; the very list where there is no other kind in it. */
function ofResource(
  servers: readonly InferenceServer[],
  resource: InferenceServer['resource'],
): readonly InferenceServer[] {
  const some = servers.filter(server => server.resource === resource);
  return some.length === servers.length ? servers : some;
}

/** Registries of which not all is known. */
function unsettledIn({ registries }: PipelineSources): Set<string> {
  const unsettled = registries.filter(({ source }) => {
    const state = source.current()?.state;
    return state === undefined || state === 'failed' || state === 'partial';
  });
  return new Set(unsettled.map(({ name }) => name));
}

type StandOffering = (
  from: { source: Source<Offering>; id: string },
  objects: readonly Offering[],
) => readonly Offering[];

/** Not reading offerings is a decision: no guard is needed for what was read before. */
function standingOfferings(
  { offerings }: PipelineSources,
  known: Known['offerings'],
  stand: StandOffering,
): Known['offerings'] {
  const sources = offerings?.sources ?? [];
  return new Map(
    sources.map(source => {
      const { id } = source;
      return [id, stand({ source, id }, known.get(id) ?? [])];
    }),
  );
}

/** Holds each source against what was known of it. */
export function holdAll(
  sources: PipelineSources,
  known: Known,
  { doubted: before = {}, ...policy }: RemovalPolicy & { doubted?: Doubted },
): Standing {
  const held: HeldObject[] = [];
  const doubted: Record<string, Doubted[string]> = {};
  const refused: Record<string, readonly string[]> = {};
  const note = <T extends SourceObject>(
    source: string,
    result: SourceResult<T> | undefined,
    outcome: HoldOutcome<T>,
  ): readonly T[] => {
    for (const { id, reason } of outcome.held) {
      held.push({ source, id, reason });
    }
    if (outcome.refused.length > 0) {
      refused[source] = outcome.refused;
    }
    doubted[source] = doubtedOf(outcome, result, before[source]);
    return outcome.objects;
  };
  const stand = <T extends SourceObject>(
    { source, id }: { source: Source<T> | undefined; id: string },
    objects: readonly T[],
    refine: Refine<T> = outcome => outcome,
  ) => {
    const result = source ? source.current() : RETIRED;
    const absence = source?.absence ?? 'listed';
    const still = stillDoubted(before[id], result);
    const approved = policy.approvedOf?.(id);
    const past = { before: objects, doubted: still, approved };
    const outcome = hold({ absence, result, ...past }, policy);
    return note(id, result, refine(outcome));
  };

  const standAll = <T extends SourceObject>(
    { kind, refine }: { kind: string; refine?: Refine<T> },
    configured: readonly { name: string; source: Source<T> }[],
    all: ReadonlyMap<string, readonly T[]>,
  ) =>
    new Map(
      [...withRetired(configured, all)].map(([name, source]) => {
        const id = source?.id ?? `${kind}/${name}`;
        return [name, stand({ source, id }, all.get(name) ?? [], refine)];
      }),
    );

  const servers = flatServers(
    sources.servers.map(({ resource, source }) =>
      stand({ source, id: source.id }, ofResource(known.servers, resource)),
    ),
  );
  const heard = standingApis(known, servers);
  return {
    known: {
      servers,
      registries: standAll(
        { kind: 'model-registry', refine: withoutSuperseded },
        sources.registries,
        known.registries,
      ),
      catalogs: standAll(
        { kind: 'model-catalog' },
        sources.catalogs,
        known.catalogs,
      ),
      // Not asking is a decision: no guard is needed for what was heard before.
      apis: sources.apis
        ? stand({ source: sources.apis, id: 'openapi' }, known.apis, heard)
        : [],
      offerings: standingOfferings(sources, known.offerings, stand),
    },
    held,
    refused,
    doubted,
    unsettledRegistries: unsettledIn(sources),
  };
}

import { hold, type HoldOutcome, type HoldReason } from '../plan/hold';
import type { RemovalPolicy } from '../plan/policy';
import type { Source, SourceObject } from '../sources/types';
import type { Known } from './known';
import type { PipelineSources } from './types';

/** An object that is kept although its source does not show it now. */
export type HeldObject = { source: string; id: string; reason: HoldReason };

/** What stands of all sources, and what was held or refused on the way. */
export type Standing = {
  known: Known;
  held: readonly HeldObject[];
  refused: Record<string, readonly string[]>;
  /** Registries of which not all is known. */
  unsettledRegistries: ReadonlySet<string>;
};

/** A registry that is not configured any more is retired: it becomes unavailable, through the guard. */
function retired(
  sources: PipelineSources,
  known: Known,
): readonly [string, undefined][] {
  const configured = new Set(sources.registries.map(({ name }) => name));
  return [...known.registries.keys()].flatMap(name =>
    configured.has(name) ? [] : [[name, undefined]],
  );
}

const RETIRED = {
  state: 'unavailable',
  message: 'not configured any more',
  issues: [],
} as const;

/** Holds each source against what was known of it. */
export function holdAll(
  sources: PipelineSources,
  known: Known,
  policy: RemovalPolicy,
): Standing {
  const held: HeldObject[] = [];
  const refused: Record<string, readonly string[]> = {};
  const note = <T extends SourceObject>(
    source: string,
    outcome: HoldOutcome<T>,
  ): readonly T[] => {
    for (const { id, reason } of outcome.held) {
      held.push({ source, id, reason });
    }
    if (outcome.refused.length > 0) {
      refused[source] = outcome.refused;
    }
    return outcome.objects;
  };
  const stand = <T extends SourceObject>(
    source: Source<T> | undefined,
    id: string,
    before: readonly T[],
  ) => {
    const result = source ? source.current() : RETIRED;
    const absence = source?.absence ?? 'listed';
    return note(id, hold({ absence, result, before }, policy));
  };

  const registries = new Map(
    [
      ...sources.registries.map(({ name, source }) => [name, source] as const),
      ...retired(sources, known),
    ].map(([name, source]) => [
      name,
      stand(
        source,
        source?.id ?? `model-registry/${name}`,
        known.registries.get(name) ?? [],
      ),
    ]),
  );
  const unsettled = sources.registries.filter(({ source }) => {
    const state = source.current()?.state;
    return state === undefined || state === 'failed' || state === 'partial';
  });
  return {
    known: {
      kserve: stand(sources.kserve, sources.kserve.id, known.kserve),
      registries,
      catalog: stand(sources.catalog, 'model-catalog', known.catalog),
      apis: stand(sources.apis, 'openapi', known.apis),
    },
    held,
    refused,
    unsettledRegistries: new Set(unsettled.map(({ name }) => name)),
  };
}

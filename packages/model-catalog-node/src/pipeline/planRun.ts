import { createMemory } from '../normalise/remember/memory';
import { normaliseInSteps } from '../normalise/normalise';
import type { NormaliseOptions } from '../normalise/types';
import { diff, type Difference } from '../plan/diff';
import type { RemovalPolicy } from '../plan/policy';
import { shareFacets } from '../plan/shareFacets';
import { select } from '../selection/select';
import { type SelectionOptions, TAKE_ALL } from '../selection/types';
import type { CatalogModel, RegistryObject, Texts } from '../sources/objects';
import type { Issue, Source } from '../sources/types';
import { blobsOf, keyOf } from '../records/stored';
import { atOnce, type Steps } from '../steps';
import type { Changes, StoreView } from '../store/types';
import { groupsOf, namespaceLabelsOf } from './namespaces';
import type { Doubted } from './doubt';
import { holdAll, type Standing } from './holdAll';
import { createFlat } from './flat';
import { offeredTo } from './offered';
import type { Known } from './known';
import type { PipelineSources } from './types';

export type PlanOptions = {
  normalise: NormaliseOptions;
  removals: RemovalPolicy;
  /** Which objects are taken; all unless given. */
  selection?: SelectionOptions;
};

/** What is known when a run begins. */
export type Before = {
  known: Known;
  view: StoreView;
  /** Records as they were decided before, where the store has lost some. */
  decided?: StoreView['records'];
  /** Has texts that no source may have any more. */
  earlier?: Pick<Source, 'text'>;
  freshLinks?: ReadonlySet<string>;
  doubted?: Doubted;
  memory?: ReturnType<typeof createPlanMemory>;
};

/** All that one run decides, before anything is written. */
export type PlannedRun = {
  standing: Standing;
  difference: Difference;
  changes: Changes;
  issues: readonly Issue[];
  /** Ids of servers that wait for what their fresh link means. */
  awaited: readonly string[];
  /** Digests of long texts that nobody had at hand. */
  soughtInVain: ReadonlySet<string>;
  /** How many objects that stand were left out by the selection. */
  leftOut: { servers: number; versions: number };
};

/** The configured sources, in the order in which they are shown. */
export function allSources({
  servers,
  registries,
  catalogs,
  apis,
  offerings,
  namespaces,
}: PipelineSources) {
  return [
    ...servers.map(({ source }) => source),
    ...registries.map(({ source }) => source),
    ...catalogs.map(({ source }) => source),
    ...(apis ? [apis] : []),
    ...(offerings?.sources ?? []),
    ...(namespaces ? [namespaces] : []),
  ];
}

/** Definitions and offerings may come later; everything else must have been tried once, before the first run. */
export function isFirstReadPending(sources: PipelineSources): boolean {
  const { apis: _, offerings: __, ...awaited } = sources;
  return allSources(awaited).some(source => !source.current());
}

/**
 * Sources that were readable once; one that always has a bad element counts
 * too. A retired one of which nothing is left is forgotten, or it would be
 * waited for after a restart.
 */
function completedOf(
  sources: PipelineSources,
  { completedSources }: StoreView,
  { registries, catalogs }: Known,
): string[] {
  const all = allSources(sources);
  const isRetired = (id: string) =>
    /^model-(registry|catalog)\b/.test(id) &&
    !all.some(source => source.id === id);
  const isEmpty = (id: string) => {
    const kind = id.startsWith('model-registry/') ? registries : catalogs;
    const name = id.slice(id.indexOf('/') + 1);
    return (kind.get(name)?.length ?? 0) === 0;
  };
  const now = all
    .filter(source => {
      const state = source.current()?.state;
      return state === 'complete' || state === 'partial';
    })
    .map(({ id }) => id);
  const before = completedSources.filter(id => !(isRetired(id) && isEmpty(id)));
  return [...new Set([...before, ...now])].sort();
}

/** Registries that were never readable: a link may mean them all the same. */
function unreadRegistriesOf({ registries }: PipelineSources): Set<string> {
  return new Set(
    registries
      .filter(({ source }) => source.current()?.state === 'unavailable')
      .map(({ name }) => name),
  );
}

/** Says of a version whether its registry told that it ended; one that is not understood now may be live again. */
function endedIn({ registries }: PipelineSources): (id: string) => boolean {
  const results = registries.map(({ source }) => source.current());
  return id =>
    results.some(
      result =>
        result !== undefined &&
        'removed' in result &&
        result.removed.has(id) &&
        !result.unreadable.has(id),
    );
}

/** Long texts that any of the sources has at hand; those that none has are noted. */
function textsOf(
  sources: readonly Pick<Source, 'text'>[],
  soughtInVain: Set<string>,
): Texts {
  return {
    text: digest => {
      for (const source of sources) {
        const found = source.text?.(digest);
        if (found !== undefined) {
          return found;
        }
      }
      soughtInVain.add(digest);
      return undefined;
    },
  };
}

/** Texts that the store has lost and that no source has at hand. */
function issuesOfTexts(
  { missingTexts = new Set(), records }: StoreView,
  blobs: ReadonlyMap<string, string>,
): Issue[] {
  const lost = new Set([...missingTexts].filter(digest => !blobs.has(digest)));
  return [...(lost.size > 0 ? records.values() : [])]
    .filter(stored => blobsOf(stored).some(digest => lost.has(digest)))
    .map(({ record: { key, source } }) => ({
      source: 'store',
      object: key,
      reason: `the text of its definition or card is gone from the store; it comes back as soon as ${source} can be read`,
    }));
}

/** What the run before was made of, for one pipeline: see {@link Memory}. */
export const createPlanMemory = () => ({
  registries: createFlat<RegistryObject>(),
  catalogs: createFlat<CatalogModel>(),
  normalise: createMemory(),
});

/**
 * Plans one run: sources → hold → select → normalise → diff. It looks at the current
 * views of the sources and at the store's, and has no effect of its own, but
 * that equal facets become the same objects.
 */
export function planRun(
  sources: PipelineSources,
  before: Before,
  options: PlanOptions,
): PlannedRun {
  return atOnce(planInSteps(sources, before, options));
}

/** {@link planRun}, in steps. The sources must say the same to the end, see `asOfNow`. */
export function* planInSteps(
  sources: PipelineSources,
  before: Before,
  options: PlanOptions,
): Steps<PlannedRun> {
  const { known, view, decided = view.records, freshLinks, doubted } = before;
  const { memory = createPlanMemory(), earlier = {} } = before;
  const policy = { ...options.removals, doubted };
  const standing = holdAll(sources, known, policy);
  const everySource = allSources(sources);
  const namespaceLabels = namespaceLabelsOf(sources.namespaces);
  const standingObjects = {
    servers: standing.known.servers,
    registryObjects: memory.registries([...standing.known.registries.values()]),
    unsettledRegistries: standing.unsettledRegistries,
    registries: new Set(sources.registries.map(({ name }) => name)),
    unreadRegistries: unreadRegistriesOf(sources),
    hasEnded: endedIn(sources),
    freshLinks,
    decided,
  };
  const selected = select(
    { ...standingObjects, namespaceLabels, stored: decided },
    options.selection ?? TAKE_ALL,
  );
  const offered = offeredTo(
    selected.servers,
    standing.known.offerings,
    sources.offerings,
  );
  const soughtInVain = new Set<string>();
  const { records, blobs, issues, awaited } = yield* normaliseInSteps(
    {
      ...standingObjects,
      ...selected,
      groupOf: groupsOf(view.records, namespaceLabels, options.normalise),
      catalogModels: memory.catalogs([...standing.known.catalogs.values()]),
      apis: standing.known.apis,
      offered: offered.placed,
      texts: textsOf([...everySource, earlier], soughtInVain),
      stored: view.records,
      missingTexts: view.missingTexts,
    },
    options.normalise,
    memory.normalise,
  );
  const difference = diff(view.records, records);
  const upsert = [
    ...difference.added,
    ...difference.updated.map(({ record }) => record),
  ];
  shareFacets(view.records, records, new Set(upsert.map(keyOf)));
  const named = new Set([
    ...upsert.flatMap(blobsOf),
    ...(view.missingTexts ?? []),
  ]);
  return {
    standing,
    difference,
    awaited,
    soughtInVain,
    leftOut: {
      servers: standing.known.servers.length - selected.servers.length,
      versions: selected.leftOut.size,
    },
    changes: {
      upsert,
      remove: difference.removed,
      blobs: blobs.only(digest => named.has(digest)),
      completedSources: completedOf(sources, view, standing.known),
    },
    issues: [
      ...everySource.flatMap(source => source.current()?.issues ?? []),
      ...offered.issues,
      ...issues,
      ...issuesOfTexts(view, blobs),
    ],
  };
}

/** Whether there is anything to write; the mark of the first sync, a repair and texts that were lost count. */
export function needsApply({ changes }: PlannedRun, view: StoreView): boolean {
  const stored = new Set(view.completedSources);
  return (
    !view.synced ||
    view.needsRepair === true ||
    changes.upsert.length > 0 ||
    changes.remove.length > 0 ||
    changes.blobs.size > 0 ||
    changes.completedSources.length !== stored.size ||
    changes.completedSources.some(id => !stored.has(id))
  );
}

import {
  digestOf,
  type ModelCatalog,
  type Snapshot,
} from '@model-catalog/common';
import {
  createWireView,
  type Store,
  type StoreView,
  toSnapshot,
  type WireView,
} from '@model-catalog/node';
import type { LocationState } from './gate';
import type { LocationContent } from './router';

export type ContentOptions = {
  store: Pick<Store, 'blob'>;
  state: () => LocationState;
  /** Where plugins reach this service, for the links to model cards. */
  bridgeUrl: string;
  now: () => number;
  /** Called once for each thing that is missing in a revision. */
  onIssue?: (issue: string) => void;
};

const NOTHING: StoreView = {
  revision: '',
  synced: false,
  records: new Map(),
  completedSources: [],
  issues: [],
};

/** What is derived of one revision. */
type Derived = {
  view: StoreView;
  /** Only plugins before ours ask for it. */
  wire: () => WireView;
  /** Digest of each model card by its key. */
  cards: () => ReadonlyMap<string, string>;
};

/** Makes something when it is asked for the first time. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function derive(view: StoreView, bridgeUrl: string): Derived {
  const records = () => [...view.records.values()].map(({ record }) => record);
  return {
    view,
    wire: lazily(() => createWireView(records(), { bridgeUrl })),
    cards: lazily(() => {
      const digests = records().flatMap(({ card }): [string, string][] =>
        card ? [[card.key, card.digest]] : [],
      );
      return new Map(digests);
    }),
  };
}

/** Changes when the records or the state of a source do. */
function tagOf({ view = NOTHING, sources }: LocationState): string {
  const states = digestOf(
    sources.map(source => `${source.id} ${source.state}`).join(),
  );
  return `${view.revision}-${states.slice(0, 8)}`;
}

/** Serves a store; what is derived of a view is kept until the revision is another. */
export function createContent(options: ContentOptions): LocationContent {
  const { store, state, bridgeUrl, now, onIssue } = options;
  const textOf = (digest: string) => store.blob(digest);
  const told = new Set<string>();
  let derived: Derived | undefined;

  function current(): Derived {
    const view = state().view ?? NOTHING;
    if (derived?.view.revision !== view.revision) {
      derived = derive(view, bridgeUrl);
      told.clear();
    }
    return derived;
  }
  function tell(issues: readonly string[]) {
    for (const issue of issues.filter(text => !told.has(text))) {
      told.add(issue);
      onIssue?.(issue);
    }
  }

  /**
   * A text leaves the store with the last revision that names it. So when one
   * is missing and there is a newer revision by now, that one answers.
   */
  async function fromOneRevision<T>(
    answer: (from: Derived) => Promise<{ value: T; isWhole: boolean }>,
  ): Promise<T> {
    for (;;) {
      const from = current();
      const { value, isWhole } = await answer(from);
      if (isWhole || current() === from) {
        return value;
      }
    }
  }

  return {
    state,
    uris: () => current().wire().uris,
    document: async (path): Promise<ModelCatalog | undefined> => {
      const found = await fromOneRevision(async ({ wire }) => {
        const value = await wire().document(path, textOf);
        return { value, isWhole: !value?.issues.length };
      });
      tell(found?.issues ?? []);
      return found?.document;
    },
    card: key =>
      fromOneRevision(async ({ cards }) => {
        const digest = cards().get(key);
        const text = digest === undefined ? undefined : await textOf(digest);
        return digest === undefined || text === undefined
          ? { value: undefined, isWhole: digest === undefined }
          : { value: { digest, text }, isWhole: true };
      }),
    tag: () => tagOf(state()),
    snapshot: async (): Promise<Snapshot> => {
      const { snapshot, issues } = await fromOneRevision(async ({ view }) => {
        const value = await toSnapshot({
          view,
          sources: state().sources,
          removed: state().removed,
          generatedAt: new Date(now()).toISOString(),
          textOf,
        });
        return { value, isWhole: value.issues.length === 0 };
      });
      tell(issues);
      return snapshot;
    },
  };
}

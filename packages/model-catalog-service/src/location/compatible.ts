import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ModelCatalog } from '@model-catalog/common';
import { createOutlineView, type WireView } from '@model-catalog/node';
import { callPage, type CardFor, cardPage, type CardText } from './cardPage';
import { cardOf, type LocationView, type Outline, outlineOf } from './records';

export type CompatibleOptions = {
  view: () => LocationView;
  /** Whether there is a newer revision than this one, which lacks a text. */
  isOutdated: (revision: string) => Promise<boolean>;
  textOf: (digest: string) => Promise<string | undefined>;
  /** Where plugins reach this service, for the links to model cards. */
  bridgeUrl: string;
  now: () => number;
  onIssues: (issues: readonly string[]) => void;
};

/** What plugins before ours ask for, and those that read model cards. */
export type Compatible = {
  uris(): Promise<readonly string[]>;
  document(uri: string): Promise<ModelCatalog | undefined>;
  /** A card; for a server, with how it is called above, or that alone where no card is asked for. */
  card(
    key: string | undefined,
    wantedFor?: CardFor,
  ): Promise<CardText | undefined>;
  /** Lets go what nobody has asked for lately. */
  tidy(): void;
};

/** What is derived of a view is let go when it was not used for this long, milliseconds. */
const KEPT_MS = 5 * 60_000;

/** What is derived of one revision. */
type Derived = {
  view: LocationView;
  usedAt: number;
  wire: () => Promise<WireView>;
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

function cardsOf({ records }: LocationView): Map<string, string> {
  const cards = new Map<string, string>();
  for (const served of records.values()) {
    const card = cardOf(served);
    if (card) {
      cards.set(card.key, card.digest);
    }
  }
  return cards;
}

/** Records that are outlined before others have their turn; packed ones take a while. */
const BATCH = 500;

async function wireViewOf(
  { records }: LocationView,
  bridgeUrl: string,
): Promise<WireView> {
  const outlines: Outline[] = [];
  for (const served of records.values()) {
    outlines.push(outlineOf(served));
    if (outlines.length % BATCH === 0) {
      await othersTurn();
    }
  }
  return createOutlineView(outlines, {
    bridgeUrl,
    recordOf: ({ key }) => records.get(key)?.record,
  });
}

/** Serves documents and cards; what is derived of a view is kept while its revision is. */
export function createCompatible(options: CompatibleOptions): Compatible {
  const { textOf, bridgeUrl, now, onIssues, isOutdated } = options;
  let derived: Derived | undefined;

  function current(): Derived {
    const view = options.view();
    if (derived?.view.revision !== view.revision) {
      derived = {
        view,
        usedAt: now(),
        wire: lazily(() => wireViewOf(view, bridgeUrl)),
        cards: lazily(() => cardsOf(view)),
      };
    }
    derived.usedAt = now();
    return derived;
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
      if (isWhole || !(await isOutdated(from.view.revision))) {
        return value;
      }
    }
  }

  return {
    uris: async () => (await current().wire()).uris,
    document: async path => {
      const found = await fromOneRevision(async ({ wire }) => {
        const value = await (await wire()).document(path, textOf);
        return { value, isWhole: !value?.issues.length };
      });
      onIssues(found?.issues ?? []);
      return found?.document;
    },
    card: (key, wantedFor) =>
      fromOneRevision(async ({ cards, view }) => {
        const served = wantedFor && view.records.get(wantedFor.server);
        const externalOnly = wantedFor?.externalOnly ?? false;
        const reading = { textOf, externalOnly };
        if (key === undefined) {
          return { value: await callPage(served, reading), isWhole: true };
        }
        const digest = cards().get(key);
        const text = digest === undefined ? undefined : await textOf(digest);
        if (digest === undefined || text === undefined) {
          return { value: undefined, isWhole: digest === undefined };
        }
        const value = await cardPage({ key, digest, text }, served, reading);
        return { value, isWhole: true };
      }),
    tidy: () => {
      if (derived && now() - derived.usedAt > KEPT_MS) {
        derived = undefined;
      }
    },
  };
}

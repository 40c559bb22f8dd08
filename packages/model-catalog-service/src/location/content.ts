import { digestOf } from '@model-catalog/common';
import { messageOf, type Store } from '@model-catalog/node';
import { changesText } from './changesText';
import { type Compatible, createCompatible } from './compatible';
import type { LocationState } from './gate';
import type { LocationView } from './records';
import { recentTexts } from './recentTexts';
import { recordsText } from './recordsText';
import { createWaiting, type Waiting, type WaitingOptions } from './waiting';
import { createWholeState } from './wholeState';

export type ContentOptions = {
  store: Pick<Store, 'blob'>;
  state: () => LocationState;
  /** Where plugins reach this service, for the links to model cards. */
  bridgeUrl: string;
  now: () => number;
  delay: WaitingOptions['delay'];
  /** Makes `state` as new as the store, where it may lag behind. */
  catchUp?: () => Promise<void>;
  /** How many requests may wait for news at once. */
  maxWaiting?: number;
  /** Called once for each thing that is missing in a revision. */
  onIssue?: (issue: string) => void;
};

/** A text was needed and the store did not answer. */
export class StoreUnavailable extends Error {
  constructor(reason: string, options: { cause: unknown }) {
    super(`The store cannot be read: ${reason}`, options);
    this.name = 'StoreUnavailable';
  }
}

/** What the location service serves, computed when it is asked for. */
export type LocationContent = Omit<Compatible, 'tidy'> & {
  state(): LocationState;
  /** To be called when the state may be another: lets waiting requests go on. */
  changed(): void;
  waiting: Waiting;
  /** Changes when records do, and when the state or message of a source does. */
  tag(): string;
  /** Lines of every record, or of what changed since a revision that is remembered. */
  changes(since?: string): { isWhole: boolean; pieces: Iterable<string> };
  /** Everything in one JSON text, definitions filled in. */
  records(): AsyncIterable<string>;
  text(digest: string): Promise<string | undefined>;
};

const MAX_WAITING = 100;

const NOTHING: LocationView = {
  revision: '',
  synced: false,
  records: new Map(),
  completedSources: [],
};

function tagOf({ view = NOTHING, sources }: LocationState): string {
  const states = sources.map(({ id, state, message = '' }) => [
    id,
    state,
    message,
  ]);
  return `${view.revision}-${digestOf(JSON.stringify(states)).slice(0, 16)}`;
}

/** Tells each issue once in a revision. */
function issueTeller(revision: () => string, tell: (issue: string) => void) {
  const told = new Set<string>();
  let of: string | undefined;
  return (issues: readonly string[]) => {
    if (of !== revision()) {
      of = revision();
      told.clear();
    }
    for (const issue of issues.filter(text => !told.has(text))) {
      told.add(issue);
      tell(issue);
    }
  };
}

/**
 * Says whether a revision that lacks a text is an older one. A text leaves the
 * store with the last revision that names it, and whoever reads the store may
 * not have heard of the next one yet: the store is asked, once in a revision.
 */
function createIsOutdated(
  revision: () => string,
  catchUp: () => Promise<void>,
) {
  let asked: { of: string; answer: Promise<void> } | undefined;
  return async (of: string): Promise<boolean> => {
    if (revision() === of) {
      asked = asked?.of === of ? asked : { of, answer: catchUp() };
      await asked.answer;
    }
    return revision() !== of;
  };
}

/** Serves a store, always from one view that is whole. */
export function createContent(options: ContentOptions): LocationContent {
  const { store, bridgeUrl, now, delay, maxWaiting, onIssue } = options;
  const { catchUp = async () => {} } = options;
  const waiting = createWaiting({ delay, max: maxWaiting ?? MAX_WAITING });
  const whole = createWholeState(options.state);
  const view = () => whole.get().view ?? NOTHING;
  const onIssues = issueTeller(
    () => view().revision,
    issue => onIssue?.(issue),
  );
  const isOutdated = createIsOutdated(() => view().revision, catchUp);
  async function textOf(digest: string): Promise<string | undefined> {
    try {
      return await store.blob(digest);
    } catch (error) {
      const reason = messageOf(error);
      onIssues([`The store cannot be read: ${reason}`]);
      throw new StoreUnavailable(reason, { cause: error });
    }
  }
  const { tidy, ...compatible } = createCompatible({
    view,
    isOutdated,
    textOf,
    bridgeUrl,
    now,
    onIssues,
  });
  /** What each answer with records says besides them. */
  function shown() {
    const { view: from = NOTHING, sources, removed = [] } = whole.get();
    const generatedAt = new Date(now()).toISOString();
    return { view: from, sources, removed, generatedAt };
  }
  let announced: string | undefined;
  return {
    ...compatible,
    state: () => {
      tidy();
      return whole.get();
    },
    waiting,
    tag: () => tagOf(whole.get()),
    changed: () => {
      const tag = tagOf(whole.get());
      if (tag !== announced) {
        announced = tag;
        waiting.wake();
      }
    },
    changes: since => {
      const from = shown();
      const difference = since === undefined ? undefined : whole.since(since);
      const change =
        since !== undefined && difference ? { since, difference } : undefined;
      return { isWhole: !change, pieces: changesText({ ...from, change }) };
    },
    records: () =>
      recordsText({
        ...shown(),
        newest: view,
        isOutdated,
        textOf: recentTexts(textOf),
        onIssue: issue => onIssues([issue]),
      }),
    text: textOf,
  };
}

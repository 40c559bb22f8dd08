import type { Offering, OfferingSource } from '@model-catalog/common';
import type { Source, SourceContext, SourceResult } from '@model-catalog/node';
import { mergeViews } from './mergeViews';
import type { OfferingReader, ReaderView } from './types';

export type OfferingSourceOptions = {
  id: OfferingSource;
  readers: readonly OfferingReader[];
  context: SourceContext;
};

/** The view of all readers; made anew only when one says something else. */
function createMerged(readers: readonly OfferingReader[]): () => ReaderView {
  let last: { of: readonly ReaderView[]; view: ReaderView } | undefined;
  return () => {
    const of = readers.map(reader => reader.current());
    if (!last || of.some((one, at) => one !== last?.of[at])) {
      last = { of, view: mergeViews(of) };
    }
    return last.view;
  };
}

/** Keeps since when a source is as it is. */
function createStatus(id: string, now: () => number) {
  let state: string | undefined;
  let since = '';
  let lastCompleteAt: string | undefined;
  return (view: SourceResult<Offering>, confirmedAt: number | undefined) => {
    if (view.state !== state) {
      state = view.state;
      since = new Date(now()).toISOString();
    }
    if (view.state === 'complete') {
      lastCompleteAt = new Date(confirmedAt ?? now()).toISOString();
    }
    const { message } = view;
    return { id, state: view.state, since, lastCompleteAt, message };
  };
}

/**
 * The offerings of one API management, read in one way or several. While there
 * is nothing to read in this cluster, it says nothing of itself either.
 */
export function createOfferingSource({
  id,
  readers,
  context,
}: OfferingSourceOptions): Source<Offering> {
  const merged = createMerged(readers);
  const statusOf = createStatus(id, context.now);
  const result = () => {
    const view = merged();
    return typeof view === 'string' ? undefined : view;
  };
  return {
    id,
    absence: 'listed',
    run: async signal => {
      await Promise.all(readers.map(reader => reader.run(signal)));
    },
    current: result,
    status: () => {
      const view = result();
      const times = readers.flatMap(reader => reader.confirmedAt?.() ?? []);
      const confirmedAt = times.length > 0 ? Math.min(...times) : undefined;
      return view && statusOf(view, confirmedAt);
    },
    text: digest => {
      for (const reader of readers) {
        const found = reader.text(digest);
        if (found !== undefined) {
          return found;
        }
      }
      return undefined;
    },
  };
}

import type { Offering, OfferingSource } from '@model-catalog/common';
import type {
  Issue,
  KubernetesClient,
  LongText,
  ReflectorSettings,
  SourceContext,
  SourceEvent,
} from '@model-catalog/node';
import {
  type Collection,
  createCollection,
  type KindName,
} from '../kubernetes/collection';
import type { Groups } from '../kubernetes/groups';
import { whileServed } from '../kubernetes/whileServed';
import type { OfferingReader, ReaderView } from '../types';

/** What is made of objects of several kinds. */
export type KindsFound = {
  offerings: readonly Offering[];
  documents?: readonly LongText[];
  issues?: readonly Issue[];
};

export type KindsReaderOptions<T> = {
  source: OfferingSource;
  /** The first one must be readable; the others only add to it. */
  kinds: readonly [KindName, ...KindName[]];
  /** Each kind's objects are told apart by what it makes of them. */
  parse: (plural: string, raw: unknown) => T | undefined;
  make: (objects: readonly T[]) => KindsFound;
  client: KubernetesClient;
  groups: Groups;
  context: SourceContext;
  settings?: Partial<ReflectorSettings>;
};

const NOBODY: ReadonlySet<string> = new Set();

type Made = { view: ReaderView; documents: readonly LongText[] };

function look<T>(
  [first, ...others]: readonly Collection<T>[],
  make: KindsReaderOptions<T>['make'],
): Made {
  const state = first?.state() ?? 'pending';
  if (state === 'failed' || state === 'unavailable') {
    const message = first?.message() ?? '';
    return { view: { state, message, issues: [] }, documents: [] };
  }
  const isWaiting = others.some(one => one.state() === 'pending');
  if (state === 'pending' || isWaiting) {
    return { view: 'pending', documents: [] };
  }
  const all = [first, ...others].flatMap(one => one?.objects() ?? []);
  const { offerings, documents = [], issues = [] } = make(all);
  // What an optional kind told before stays, where it cannot be read any more.
  const lost = others.find(one => one.state() === 'failed');
  const message = lost?.message();
  const view: ReaderView = {
    state: lost ? 'partial' : 'complete',
    objects: offerings,
    removed: NOBODY,
    unreadable: new Set(lost ? offerings.map(({ id }) => id) : []),
    issues,
    ...(message !== undefined && { message }),
  };
  return { view, documents };
}

/** Reads offerings from objects of some kinds, where the cluster has the first of them. */
export function createKindsReader<T>(
  options: KindsReaderOptions<T>,
): OfferingReader {
  const { source, kinds, parse, make, client, groups, context } = options;
  const { settings } = options;
  const log = (event: Omit<SourceEvent, 'source'>) =>
    context.log?.({ ...event, source });
  const all = kinds.map(kind =>
    createCollection<T>({
      ...{ client, kind, context, settings, log },
      parse: raw => parse(kind.plural, raw),
      onChange: context.onChange,
    }),
  );
  const gate = whileServed({ groups, group: kinds[0].group, context });
  let last: { of: string; made: Made } | undefined;
  return {
    run: signal =>
      gate.run(signal, async () => {
        await Promise.all(all.map(one => one.run(signal)));
      }),
    current: () => {
      const closed = gate.closed();
      if (closed !== undefined) {
        return closed;
      }
      const of = JSON.stringify(all.map(one => [one.state(), one.revision()]));
      if (last?.of !== of) {
        last = { of, made: look(all, make) };
      }
      return last.made.view;
    },
    text: digest =>
      last?.made.documents.find(one => one.digest === digest)?.text,
    confirmedAt: () => all[0]?.confirmedAt(),
  };
}

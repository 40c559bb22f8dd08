import {
  refsOf,
  serverRef,
  type EntityInput,
  type Shape,
  type ShownUrls,
} from '../../entities';
import {
  advance,
  chooseForms,
  chooseProbes,
  startProgress,
  untilNextCheck,
  type Forms,
  type ShapeNews,
  type StitchedReader,
} from '../../shape';
import type { Touched } from './takeOver';
import type { View } from './View';

type Has = { has(ref: string): boolean };

/** Every reference that a record's entities may have, in whatever shape. */
export function allRefsOf(record: EntityInput): [string, ...string[]] {
  const refs = refsOf(record);
  return record.kind === 'server'
    ? [...refs, serverRef(record, 'ai-model-server')]
    : refs;
}

export type ShapeOptions = {
  wanted: Shape;
  urls?: ShownUrls;
  location: string;
  reader: StitchedReader;
  onNews: (news: ShapeNews) => void;
};

/** Remembers how far the servers are with their shape, and asks the catalog for proof. */
export class ShapeKeeper {
  private progress;
  private probes: ReadonlySet<string> = new Set();
  private pending = new Set<string>();
  private askedAt = 0;

  constructor(private readonly options: ShapeOptions) {
    this.progress = startProgress(options.wanted);
  }

  /** A pass over all records begins. */
  begin(view: View, known: Has) {
    const { progress } = this;
    const { urls } = this.options;
    const records = [...view.values()];
    this.probes = chooseProbes({ records, known, progress, urls });
    this.pending.clear();
  }

  choose(records: readonly EntityInput[], known: Has): Forms {
    const { progress, probes } = this;
    const { urls } = this.options;
    return chooseForms({ records, known, progress, probes, urls });
  }

  /** References whose proof somebody waits for. */
  waitFor(refs: readonly string[]) {
    for (const ref of refs) {
      this.pending.add(ref);
    }
  }

  /** Milliseconds until the catalog is asked again; `undefined` when there is nothing to ask. */
  untilNext(now: number): number | undefined {
    return this.pending.size === 0
      ? undefined
      : Math.max(0, this.askedAt + untilNextCheck(this.progress) - now);
  }

  /** @returns what is to be looked at again by what the catalog says */
  async ask(view: View, now: number): Promise<Touched> {
    const { reader, location, onNews } = this.options;
    this.askedAt = now;
    const found = await reader.stitched([...this.pending], location);
    const { stage } = this.progress;
    const { progress, isChanged, news } = advance(this.progress, {
      found,
      now,
    });
    this.progress = progress;
    if (news) {
      onNews(news);
    }
    for (const ref of found) {
      this.pending.delete(ref);
    }
    if (!isChanged || progress.stage !== stage) {
      return isChanged ? 'all' : new Set();
    }
    const keys = [...found].flatMap(ref => view.ownerOf(ref) ?? []);
    return new Set([...keys, ...keys.flatMap(key => view.neighboursOf(key))]);
  }
}

/* eslint-disable jest/no-standalone-expect -- what the tests of sequences call */
import { isDeepStrictEqual } from 'node:util';
import { blobsOf } from '../../records/stored';
import { type Store, StoreConflict, StoreFenced } from '../types';
import {
  type Command,
  type Edit,
  edited,
  planned,
  type Records,
  TEXTS,
} from './storeCommands';
import type { BeforeWrite, Subject } from './storeSubject';

const TTL_MS = 3_600_000;

type Writer = {
  holder: string;
  store: Store;
  epoch?: number;
  fault?: BeforeWrite;
  paused?: { goOn: () => void; done: Promise<unknown> };
};

/** The subject beside its plain model: what is stored, or may be while a write has no known end. */
class Trial {
  private records: Records = new Map();
  /** What a whole view may show: a write whose end is not known may have ended. */
  private possible: Records[] = [this.records];
  private newestEpoch = 0;
  private readonly writers: Writer[];
  private readonly reader: Store;
  /** How many writes have ended well. */
  private stood = 0;
  /** What each write that ended well found stored. */
  private readonly found: Records[] = [];

  constructor(private readonly subject: Subject) {
    this.writers = [0, 1].map(number => this.process(number));
    this.reader = subject.open();
  }

  private process(number: number): Writer {
    const writer: Writer = {
      holder: `writer ${number}`,
      store: this.subject.open(
        write => writer.fault?.(write) ?? Promise.resolve(),
      ),
    };
    return writer;
  }

  private writer(number: number): Writer {
    const writer = this.writers[number];
    if (!writer) {
      throw new Error(`There is no writer ${number}`);
    }
    return writer;
  }

  async claim(number: number): Promise<void> {
    const writer = this.writer(number);
    if (writer.paused) {
      return;
    }
    for (let tries = 0; tries < 5; tries += 1) {
      const claim = await writer.store.claim({
        holder: writer.holder,
        ttlMs: TTL_MS,
        replaces: `writer ${1 - number}`,
      });
      if (claim.kind === 'held') {
        expect(claim.epoch).toBeGreaterThan(0);
        writer.epoch = claim.epoch;
        this.newestEpoch = claim.epoch;
        return;
      }
      this.subject.elapse?.(TTL_MS);
    }
    throw new Error('The claim was never granted');
  }

  /** Plans and writes until there is no conflict any more, as the pipeline does. */
  private async write(
    { store, epoch, holder }: Writer,
    edits: readonly Edit[],
  ): Promise<Records> {
    const desired = edited(this.records, edits);
    for (;;) {
      try {
        const view = await store.read();
        const plan = planned(view, desired);
        const after = await store.apply(plan, view.revision, epoch);
        expect(after.records).toEqual(desired);
        this.found.push(view.records);
        return desired;
      } catch (error) {
        if (!(error instanceof StoreConflict)) {
          throw error;
        }
        // As who leads does every few seconds: where the lease was deleted, it is written again.
        await store.claim({ holder, ttlMs: TTL_MS, epoch });
      }
    }
  }

  private stands(records: Records): void {
    this.records = records;
    this.possible = [records];
    this.stood += 1;
  }

  /**
   * Where nothing says any more who may write, it is whoever renews first, as
   * every leader does from time to time; all others are refused then.
   */
  private async renew({ store, holder, epoch }: Writer): Promise<void> {
    if (epoch !== undefined && (await this.subject.isForgotten?.())) {
      const claim = await store.claim({ holder, ttlMs: TTL_MS, epoch });
      expect(claim).toEqual({ kind: 'held', epoch });
      this.newestEpoch = epoch;
    }
  }

  async change(number: number, edits: readonly Edit[]): Promise<void> {
    const writer = this.writer(number);
    if (writer.epoch === undefined || writer.paused) {
      return;
    }
    await this.renew(writer);
    if (writer.epoch === this.newestEpoch) {
      this.stands(await this.write(writer, edits));
    } else {
      await expect(this.write(writer, edits)).rejects.toThrow(StoreFenced);
    }
  }

  async crash(
    number: number,
    edits: readonly Edit[],
    at: number,
  ): Promise<void> {
    const writer = this.writer(number);
    if (writer.epoch === undefined || writer.paused) {
      return;
    }
    await this.renew(writer);
    const isNewest = writer.epoch === this.newestEpoch;
    writer.fault = async write => {
      if (write >= at) {
        throw new Error('killed');
      }
    };
    await this.uncertain(isNewest, edits, this.write(writer, edits));
    this.writers[number] = this.process(number);
  }

  async pause(
    number: number,
    edits: readonly Edit[],
    at: number,
  ): Promise<void> {
    const writer = this.writer(number);
    if (writer.epoch === undefined || writer.paused) {
      return;
    }
    await this.renew(writer);
    const isNewest = writer.epoch === this.newestEpoch;
    let stopped = () => {};
    const standing = new Promise<void>(resolve => {
      stopped = resolve;
    });
    let goOn = () => {};
    const going = new Promise<void>(resolve => {
      goOn = resolve;
    });
    writer.fault = async write => {
      if (write === at) {
        stopped();
        await going;
      }
    };
    const writing = this.write(writer, edits);
    const done = this.uncertain(isNewest, edits, writing);
    writer.paused = { goOn, done };
    await Promise.race([standing, done]);
  }

  /** From here on both what was and what is to be may be seen, until a write is known to have ended. */
  private async uncertain(
    isNewest: boolean,
    edits: readonly Edit[],
    writing: Promise<Records>,
  ): Promise<void> {
    if (isNewest) {
      this.possible = [...this.possible, edited(this.records, edits)];
    }
    const { stood } = this;
    const known = this.found.length;
    try {
      const after = await writing;
      if (this.stood === stood || isDeepStrictEqual(this.records, after)) {
        this.stands(after);
        return;
      }
      // Whoever found something else to write since has refused it by that, but
      // where it was written already, and what came after it took its time.
      expect(this.found.slice(known, -1)).toContainEqual(after);
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      if (!(error instanceof StoreFenced) && message !== 'killed') {
        throw error;
      }
    }
  }

  async resume(number: number): Promise<void> {
    const writer = this.writer(number);
    writer.paused?.goOn();
    await writer.paused?.done;
    writer.paused = undefined;
    writer.fault = undefined;
  }

  async deed(number: number): Promise<void> {
    await this.subject.deeds?.[number]?.();
  }

  /** A view that says that it is whole is one that was meant. */
  async read(store: Store = this.reader): Promise<void> {
    const view = await store.read();
    if (!view.synced || view.unfinished) {
      return;
    }
    const keysAndTitles = (records: Records) =>
      [...records].map(([key, { record }]) => [key, record.title]).sort();
    expect(this.possible.map(keysAndTitles)).toContainEqual(
      keysAndTitles(view.records),
    );
  }

  /** A last writer takes over, and all is exact. */
  async end(): Promise<void> {
    await this.claim(0);
    if (this.writer(0).paused) {
      await this.resume(0);
      await this.claim(0);
    }
    await this.change(0, []);
    await this.resume(1);
    await this.change(0, []);
    for (const store of [this.reader, this.subject.open()]) {
      const view = await store.read();
      expect(view.records).toEqual(this.records);
      expect(view).toMatchObject({ synced: true, issues: [] });
      expect(view.unfinished ?? false).toBe(false);
      expect(view.needsRepair ?? false).toBe(false);
      expect(view.missingTexts ?? new Set()).toEqual(new Set());
      for (const digest of [...this.records.values()].flatMap(blobsOf)) {
        expect(await store.blob(digest)).toBe(TEXTS.get(digest));
      }
    }
  }

  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'claim':
        return this.claim(command.writer);
      case 'change':
        return this.change(command.writer, command.edits);
      case 'crash':
        return this.crash(command.writer, command.edits, command.write);
      case 'pause':
        return this.pause(command.writer, command.edits, command.write);
      case 'resume':
        return this.resume(command.writer);
      case 'deed':
        return this.deed(command.deed);
      default:
        return this.read();
    }
  }
}

/** Runs the commands against the subject and its model, a look at it after each; throws where they differ. */
export async function runCommands(
  subject: Subject,
  commands: readonly Command[],
): Promise<void> {
  const trial = new Trial(subject);
  await trial.claim(0);
  for (const command of commands) {
    await trial.run(command);
    await trial.read();
    await trial.read(subject.open());
  }
  await trial.end();
}

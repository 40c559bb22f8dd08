import type {
  ThreescaleKind,
  ThreescaleObject,
} from '../../threescale/objects';

/** How long an answer counts that no watch confirms, milliseconds. */
const PATIENCE_MS = 60_000;

type Answer = { at: number } & (
  | { kind: 'written'; object: ThreescaleObject }
  | { kind: 'removed'; uid?: string }
);

/** Versions are numbers in every Kubernetes, of one sequence for all objects of a kind. */
const numberOf = ({ resourceVersion }: ThreescaleObject): bigint =>
  /^\d+$/.test(resourceVersion) ? BigInt(resourceVersion) : 0n;

/**
 * What the API answered to our own writes, until the watch shows it: a plan
 * made in between must not write it again.
 */
export class Answers {
  private readonly kept = new Map<string, Answer>();
  private readonly newest = new Map<ThreescaleKind, bigint>();

  written(object: ThreescaleObject, now: number): void {
    const key = `${object.kind}/${object.name}`;
    this.kept.set(key, { kind: 'written', object, at: now });
  }

  /** A watch or a list has shown it, and with it all that is older: also what is gone again by then. */
  shown(object: ThreescaleObject): void {
    const { kind } = object;
    const version = numberOf(object);
    if (version > (this.newest.get(kind) ?? 0n)) {
      this.newest.set(kind, version);
    }
  }

  removed(
    { kind, name, uid }: { kind: string; name: string; uid?: string },
    now: number,
  ): void {
    this.kept.set(`${kind}/${name}`, { kind: 'removed', uid, at: now });
  }

  /** What is seen of one kind, by name, and what was answered over it. */
  over(
    kind: ThreescaleKind,
    seen: ReadonlyMap<string, ThreescaleObject>,
    now: number,
  ): ThreescaleObject[] {
    const shown = new Map(seen);
    for (const [key, answer] of this.kept) {
      if (!key.startsWith(`${kind}/`)) {
        continue;
      }
      const name = key.slice(kind.length + 1);
      const live = seen.get(name);
      if (now - answer.at > PATIENCE_MS || this.isOver(answer, live)) {
        this.kept.delete(key);
      } else if (answer.kind === 'written') {
        shown.set(name, answer.object);
      } else if (live) {
        shown.set(name, { ...live, isBeingDeleted: true });
      }
    }
    return [...shown.values()];
  }

  private isOver(answer: Answer, live: ThreescaleObject | undefined): boolean {
    if (answer.kind === 'written') {
      const { kind } = answer.object;
      return (this.newest.get(kind) ?? 0n) >= numberOf(answer.object);
    }
    const isOther = answer.uid !== undefined && live?.uid !== answer.uid;
    return live === undefined || live.isBeingDeleted || isOther;
  }
}

/** What a lane does with a key. */
export type Step = (key: string) => Promise<void>;

/**
 * Keys to be worked on: each lane one after the other, lanes beside each other.
 * A key that is asked for while it waits is worked on once.
 */
export class Lanes<Lane extends string> {
  readonly #step: Step;
  readonly #queues = new Map<Lane, Set<string>>();
  readonly #running = new Map<Lane, Promise<void>>();
  #ended = false;

  /** `step` does not reject. */
  constructor(step: Step) {
    this.#step = step;
  }

  add(lane: Lane, key: string): void {
    if (this.#ended) return;
    const queue = this.#queues.get(lane) ?? new Set<string>();
    this.#queues.set(lane, queue.add(key));
    if (!this.#running.has(lane)) {
      this.#running.set(lane, this.#run(lane, queue));
    }
  }

  /** Nothing further is begun; resolves when what runs is done. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const queue of this.#queues.values()) queue.clear();
    await Promise.all(this.#running.values());
  }

  async #run(lane: Lane, queue: Set<string>): Promise<void> {
    // What is added meanwhile comes up in the same loop.
    for (const key of queue) {
      queue.delete(key);
      await this.#step(key);
    }
    this.#running.delete(lane);
  }
}

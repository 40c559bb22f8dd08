import { z } from 'zod/v4';

/** The ways in which a service can be broken. */
export const FAULT_MODES = [
  'none',
  'status',
  '401',
  '403',
  '503',
  'html',
  'slow',
  'hang',
  'truncate',
  'bad-element',
  'empty',
  'drop',
  'lose-answer',
] as const;

/**
 * One fault at the wire.
 *
 * | mode | what a client sees |
 * |---|---|
 * | status | `code` with a JSON, HTML or text body |
 * | 401, 403, 503 | the same, short; `html` makes it a login page as of a proxy |
 * | html | 200 and a page in HTML |
 * | slow | the right answer, `ms` later |
 * | hang | nothing, until it gives up |
 * | truncate | half of the answer; `cut` says whether it ends properly or with a reset |
 * | bad-element | a list whose first element lost its name (`nameless`) or has the wrong types |
 * | empty | lists without elements, as of a server that came back without its data; 404 for one thing where `ids` says how its path ends |
 * | drop | the connection is cut before any answer, and nothing is done |
 * | lose-answer | what was asked is done, and the connection is cut instead of an answer |
 */
export const faultSchema = z.object({
  mode: z.enum(FAULT_MODES),
  /** For mode status. */
  code: z.number().int().min(200).max(599).optional(),
  body: z.enum(['json', 'html', 'text']).optional(),
  /** For mode slow, milliseconds; 5000 unless given. */
  ms: z.number().int().min(0).max(600_000).optional(),
  cut: z.enum(['end', 'destroy']).optional(),
  variant: z.enum(['nameless', 'wrong-types']).optional(),
  /** Adds Retry-After, in seconds. */
  retryAfter: z.number().int().min(0).optional(),
  /** Only requests whose path and query contain this. */
  path: z.string().optional(),
  /** For mode empty: a request whose path ends so (a regular expression) gets 404. */
  ids: z.string().optional(),
  method: z.string().optional(),
  /** Lets so many of the requests that are meant through first. */
  after: z.number().int().min(0).optional(),
  /** Heals itself after so many requests. */
  times: z.number().int().min(1).optional(),
});

export type Fault = z.infer<typeof faultSchema>;

/** The fault of one service, set and healed while it runs. */
export class FaultSwitch {
  #fault: Fault = { mode: 'none' };
  #left = Infinity;
  #passing = 0;
  #onTake: (fault: Fault, target: string) => void = () => {};

  get current(): Fault {
    return this.#fault;
  }

  set(fault: Fault): void {
    this.#fault = faultSchema.parse(fault);
    this.#left = fault.times ?? Infinity;
    this.#passing = fault.after ?? 0;
  }

  /** Calls back, before anything else is done, when a request meets the fault. */
  onTake(listener: (fault: Fault, target: string) => void): void {
    this.#onTake = listener;
  }

  heal(): void {
    this.set({ mode: 'none' });
  }

  /** The fault for this request; counts it against `times`. */
  take(method: string, target: string): Fault | undefined {
    const fault = this.#fault;
    const meant =
      fault.mode !== 'none' &&
      (!fault.path || target.includes(fault.path)) &&
      (!fault.method || fault.method.toUpperCase() === method);
    if (!meant) {
      return undefined;
    }
    if (this.#passing > 0) {
      this.#passing -= 1;
      return undefined;
    }
    this.#left -= 1;
    if (this.#left <= 0) {
      this.heal();
    }
    this.#onTake(fault, target);
    return fault;
  }
}

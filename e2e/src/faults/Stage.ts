import type { Shown } from './model/fields';
import type { FaultWorld } from './world/FaultWorld';

/** What a fault may take out of the catalog itself. */
export interface Excuses {
  excuse(refs?: readonly string[]): void;
}

/** Ends a fault that lasts. */
export type End = () => Promise<void>;

/** What a walk is played on: one process with time of its own, or real processes. */
export interface Stage {
  readonly world: FaultWorld;
  /** How long the first reading of everything takes. */
  readonly startupSeconds: number;
  /** What the catalog shows now, as far as it has been looked at. */
  shown(): Shown;
  /** Called whenever it shows something else. */
  onShown(listener: () => void): void;
  /** Begins a fault. */
  begin(kind: string, salt: number, excuses: Excuses): Promise<End | void>;
  /** Ends whatever may still be broken. */
  healAll(): Promise<void>;
  /** Waits until the world itself has come to rest. */
  settled(): Promise<void>;
  /** Milliseconds that have passed. */
  elapsed(): number;
  pass(seconds: number): Promise<void>;
  /** Gives the machine itself time, which no clock of the walk shows: what is under way on a watch cannot be counted. */
  breathe(): Promise<void>;
  /** What a connector shows that knows nothing of the past. */
  oracle(): Promise<Shown>;
  /** Whether what is kept says the same; what is wrong with it. */
  checkStore(): Promise<readonly string[]>;
  leaks(): Promise<readonly string[]>;
  logs(): readonly string[];
  stop(): Promise<void>;
}

import type { Store } from '../types';

/** Called before each write of one apply, with its number from 1. */
export type BeforeWrite = (write: number) => Promise<void>;

/** The store under test, and what can be done to it from outside. */
export type Subject = {
  /** `before` is called before each write, where faults can be made. */
  open(before?: BeforeWrite): Store;
  /** Lets time pass for all that were opened. */
  elapse?(ms: number): void;
  /** What somebody does to it by hand. */
  deeds?: readonly (() => Promise<unknown>)[];
  /** Whether by such deeds nothing says any more who may write. */
  isForgotten?(): Promise<boolean>;
};

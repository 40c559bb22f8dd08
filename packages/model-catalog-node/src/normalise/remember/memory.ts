import type { NamesMemory } from '../identity/identities';
import type { JoinMemory } from '../join/joinAll';
import type { OfferingsMemory } from '../server/offerings';
import type { ScopeMemory } from './remember';

/**
 * What the last run of one pipeline was made of, so that what is the same need
 * not be made again. It changes how long a run takes, and never what comes out.
 */
export type Memory = JoinMemory & NamesMemory & OfferingsMemory & ScopeMemory;

/** For one pipeline: two would only make each other forget. */
export const createMemory = (): Memory => ({});

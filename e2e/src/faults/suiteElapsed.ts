import { elapsed } from './clock';

/** Stands for `performance.now` in the bundle of the suite. */
export const suiteElapsed = () => elapsed();

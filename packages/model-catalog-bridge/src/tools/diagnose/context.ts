import type { Config } from '../../config/config';
import type { Redactor } from './redact';

/** What every part of the diagnosis is given. */
export type Examination = {
  environment: Readonly<Record<string, string | undefined>>;
  config: Config;
  /** Takes out of what is told whatever secret was met. */
  redactor: Redactor;
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now: number;
};

import type { Config } from '../config/config';
import type { Logger } from '../log';

/** What a role is started with. */
export type RoleInput = {
  config: Config;
  environment: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  /** Aborts when it is to stop. */
  signal: AbortSignal;
};

/** What a role is while it runs. */
export type Running = {
  /** Ports that it listens on. */
  ports: Readonly<Record<string, number>>;
  /** Resolves when it has stopped; rejects when it cannot go on. */
  done: Promise<void>;
};

import { type Express, Router } from 'express';
import { createApp, readOnly } from '../app';
import type { Credential } from '../config/types';
import type { Logger } from '../log';
import { onlyKnownHosts } from './access/knownHosts';
import { createReaderTokens } from './access/readerTokens';
import { requireToken } from './access/requireToken';
import type { LocationContent } from './content';
import { locationRouter, type RouterOptions } from './router';

export type LocationAppOptions = RouterOptions & {
  config: { bridgeUrl: string; locationToken?: Credential };
  content: LocationContent;
  logger: Logger;
  now: () => number;
};

/**
 * The location service with its door: who shows the token may ask by any name;
 * where none is configured, it listens on loopback only and is asked by names
 * of this machine.
 */
export function createLocationApp(options: LocationAppOptions): Express {
  const { config, content, logger, now } = options;
  const router = Router();
  router.use(readOnly);
  if (config.locationToken) {
    const tokens = createReaderTokens(config.locationToken, {
      now,
      onError: message => logger.error(message),
    });
    router.use(requireToken(tokens));
  } else {
    router.use(onlyKnownHosts([config.bridgeUrl]));
  }
  router.use(locationRouter(content, options));
  return createApp(router, logger);
}

import type { NormaliseOptions } from '@model-catalog/node';
import type { ServiceConfig } from './types';

/** What the configuration says of how records are made. */
export const normaliseOptions = (config: ServiceConfig): NormaliseOptions => ({
  cluster: config.cluster,
  namePrefix: config.namePrefix,
  defaultOwner: config.defaultOwner,
  defaultLifecycle: config.defaultLifecycle,
  owners: config.owners,
  lifecycle: config.lifecycle,
  techdocsHosts: config.techdocs.allowedHosts,
});

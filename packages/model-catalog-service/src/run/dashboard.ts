import { DASHBOARD_URL } from '@model-catalog/common';
import {
  type Dashboard,
  dashboardAt,
  dashboardOfStored,
  findDashboard,
  type StoreView,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';
import type { Logger } from '../log';
import type { Kubernetes } from './kubernetes';

/** Nothing else waits longer for it: it only leads people on. */
const PATIENCE_MS = 3_000;

function* storedPages({ records }: Pick<StoreView, 'records'>) {
  for (const { record } of records.values()) {
    const { annotations } =
      record.kind === 'model' ? record.model : record.server;
    yield annotations?.[DASHBOARD_URL];
  }
}

/**
 * Where the dashboard of OpenShift AI is: as configured, else as the cluster
 * says, else (while it cannot be asked) as it was known before.
 */
export async function lookForDashboard(
  {
    config,
    kubernetes,
    logger,
  }: {
    config: Pick<ServiceConfig, 'dashboardUrl'>;
    logger: Logger;
    kubernetes: { client: Pick<Kubernetes['client'], 'get'> };
  },
  stored: Pick<StoreView, 'records'>,
  signal: AbortSignal,
): Promise<Dashboard | undefined> {
  if (config.dashboardUrl !== undefined) {
    return dashboardAt(config.dashboardUrl);
  }
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const found = await findDashboard(
    kubernetes.client,
    AbortSignal.any([signal, patience]),
  );
  logger.debug(found, 'Looked for the dashboard of OpenShift AI');
  switch (found.state) {
    case 'found':
      return dashboardAt(found.url);
    case 'unknown':
      return dashboardOfStored(storedPages(stored));
    default:
      return undefined;
  }
}

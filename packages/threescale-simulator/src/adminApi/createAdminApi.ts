import express, {
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import type { Tenant } from '../state';
import { checkAccess } from './access';
import { Faults } from './faults';
import { readMultipart } from './multipart';
import { accountRoutes, userRoutes } from './routes/accounts';
import {
  allApplicationRoutes,
  applicationRoutes,
  subscriptionRoutes,
} from './routes/applications';
import { backendRoutes } from './routes/backends';
import { fileRoutes, sectionRoutes, templateRoutes } from './routes/cms';
import { accountPlanRoutes, limitRoutes } from './routes/limits';
import {
  methodRoutes,
  metricRoutes,
  PLACES,
  ruleRoutes,
} from './routes/metrics';
import {
  activeDocRoutes,
  authenticationRoutes,
  tenantRoutes,
} from './routes/portal';
import { configRoutes, proxyRoutes } from './routes/proxy';
import { planRoutes, serviceRoutes, usageRoutes } from './routes/services';

export type AdminApiOptions = {
  readonly tenant: Tenant;
  readonly faults?: Faults;
  /** As releases up to 2.14 are: without `service_subscriptions`. */
  readonly withoutSubscriptions?: boolean;
  /** What was asked, for tests. */
  readonly onRequest?: (request: { method: string; url: string }) => void;
};

function routesOf({ tenant, withoutSubscriptions }: AdminApiOptions) {
  const router = express.Router();
  serviceRoutes(router, tenant);
  usageRoutes(router, tenant);
  planRoutes(router, tenant, 'application');
  planRoutes(router, tenant, 'service');
  proxyRoutes(router, tenant);
  for (const place of PLACES) {
    methodRoutes(router, tenant, place);
    metricRoutes(router, tenant, place);
    ruleRoutes(router, tenant, place);
  }
  configRoutes(router, tenant);
  backendRoutes(router, tenant);
  limitRoutes(router, tenant);
  accountPlanRoutes(router, tenant);
  if (!withoutSubscriptions) {
    subscriptionRoutes(router, tenant);
  }
  applicationRoutes(router, tenant);
  allApplicationRoutes(router, tenant);
  userRoutes(router, tenant);
  accountRoutes(router, tenant);
  tenantRoutes(router, tenant);
  authenticationRoutes(router, tenant);
  activeDocRoutes(router, tenant);
  templateRoutes(router, tenant);
  sectionRoutes(router, tenant);
  fileRoutes(router, tenant);
  return router;
}

/** Paths end with `.json`; what else there would be (`.xml`) is not spoken here. */
function withoutSuffix(request: Request, _: Response, next: NextFunction) {
  request.url = request.url.replace(/\.json(?=$|\?)/, '');
  next();
}

/** The Admin API of one tenant, as an express application to be mounted or listened to. */
export function createAdminApi(options: AdminApiOptions): express.Express {
  const { tenant, faults = new Faults(), onRequest } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use((request, _response, next) => {
    onRequest?.({ method: request.method, url: request.originalUrl });
    next();
  });
  app.use(express.json({ limit: '4mb' }));
  app.use(express.urlencoded({ extended: true, limit: '4mb' }));
  app.use(express.raw({ type: 'multipart/form-data', limit: '4mb' }));
  app.use(withoutSuffix, readMultipart, faults.middleware, checkAccess(tenant));
  app.use('/admin/api', routesOf(options));
  app.use((_request, response) => {
    response.status(404).json({ status: 'Not found' });
  });
  return app;
}

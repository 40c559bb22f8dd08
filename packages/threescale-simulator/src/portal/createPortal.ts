import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
} from 'express';
import { Refused } from '../state/Refused';
import type { Tenant } from '../state/Tenant';
import { accessCodeRoutes, signInRoutes } from './accessRoutes';
import { applicationRoutes } from './applicationRoutes';
import { missing, type PortalContext, type Show, showing } from './context';
import { html } from './html';
import { docsPage, servicesPage } from './pages';
import type { Realm } from './Realm';
import { realmRoutes } from './realmRoutes';
import { Sessions } from './Sessions';
import { ssoRoutes } from './ssoRoutes';

/** What a portal shows. */
export interface PortalOptions {
  readonly tenant: Tenant;
  /** Of the Admin API, to be linked to. */
  readonly adminUrl: string;
  /** An SSO beside the portal, for logins that name it. */
  readonly realm?: Realm;
}

/** A name that another site could point at loopback is not answered. */
const ownHostOnly: RequestHandler = (request, response, next) => {
  const isOwn = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(
    request.headers.host ?? '',
  );
  if (isOwn) next();
  else response.status(421).type('text').send('Not a name of this portal\n');
};

const guarded: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  next();
};

/** What 3scale refuses is told to whoever filled in the form; express asks for all four parameters. */
const refusals =
  (show: Show): ErrorRequestHandler =>
  // eslint-disable-next-line max-params
  (error, request, response, next) => {
    if (!(error instanceof Refused)) {
      next(error);
      return;
    }
    const said = Object.entries(error.errors ?? { '': [error.message] });
    const lines = said.map(([field, texts]) => `${field} ${texts.join(', ')}`);
    show(request, response, {
      title: 'Not possible',
      status: error.status,
      notice: lines.join('; '),
      content: html`<p>Go back and change it.</p>`,
    });
  };

function catalogRoutes(
  app: Express,
  { tenant }: PortalContext,
  show: Show,
): void {
  app.get(['/', '/admin/services'], (request, response) =>
    show(request, response, {
      title: 'Models',
      content: servicesPage(tenant),
    }),
  );
  app.get('/docs', (request, response) =>
    show(request, response, { title: 'API docs', content: docsPage(tenant) }),
  );
  app.get('/docs/:name.json', (request, response) => {
    const doc = tenant.activeDocs.find(
      one => one.published && one.system_name === request.params.name,
    );
    if (doc) response.type('json').send(doc.body);
    else show(request, response, missing('There is no such document.'));
  });
}

/** The developer portal of a tenant, rendered on the server. */
export function createPortal(options: PortalOptions): Express {
  const context = { ...options, sessions: new Sessions() };
  const show = showing(context);
  const app = express();
  app.disable('x-powered-by');
  app.use(ownHostOnly, guarded);
  app.use(express.urlencoded({ extended: false, limit: '20kb' }));
  if (options.realm) realmRoutes(app, options.realm, show);
  accessCodeRoutes(app, context, show);
  ssoRoutes(app, context, show);
  signInRoutes(app, context, show);
  catalogRoutes(app, context, show);
  applicationRoutes(app, context, show);
  app.use((request, response) =>
    show(request, response, missing('There is no such page.')),
  );
  app.use(refusals(show));
  return app;
}

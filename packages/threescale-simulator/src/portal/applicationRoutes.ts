import type { Express, Request, Response } from 'express';
import { createApplication } from '../state/applications';
import {
  fieldsOf,
  missing,
  type PortalContext,
  type Show,
  visitorOf,
} from './context';
import type { Visitor } from './layout';
import { applicationPage, applicationsPage, newApplicationPage } from './pages';
import { offeredProduct } from './products';

const NOT_OFFERED = 'That model is not offered.';

/** Subscribing to a product, and what one has. Whoever is not signed in is asked to first. */
export function applicationRoutes(
  app: Express,
  context: PortalContext,
  show: Show,
): void {
  const { tenant } = context;
  const withVisitor =
    (serve: (request: Request, response: Response, visitor: Visitor) => void) =>
    (request: Request, response: Response) => {
      const visitor = visitorOf(context, request);
      if (visitor) serve(request, response, visitor);
      else {
        const back = encodeURIComponent(request.originalUrl);
        response.redirect(303, `/login?back=${back}`);
      }
    };
  app.get(
    ['/admin/applications/new', '/admin/service_contracts/new'],
    withVisitor((request, response) => {
      const { service_id } = fieldsOf(request.query);
      const offered = offeredProduct(tenant, service_id);
      show(
        request,
        response,
        offered
          ? {
              title: offered.service.name,
              content: newApplicationPage(tenant, offered),
            }
          : missing(NOT_OFFERED),
      );
    }),
  );
  app.post(
    '/admin/applications',
    withVisitor((request, response, { account }) => {
      const { service_id, plan_id, name } = fieldsOf(request.body);
      const plans = offeredProduct(tenant, service_id)?.plans ?? [];
      if (!plans.some(({ id }) => id === plan_id)) {
        show(request, response, missing(NOT_OFFERED));
        return;
      }
      const { id } = createApplication(tenant, account.id, { plan_id, name });
      response.redirect(303, `/admin/applications/${id}`);
    }),
  );
  app.get(
    '/admin/applications',
    withVisitor((request, response, { account }) => {
      const own = tenant.applications.list(
        ({ account_id }) => account_id === account.id,
      );
      const content = applicationsPage(tenant, own);
      show(request, response, { title: 'My applications', content });
    }),
  );
  app.get(
    '/admin/applications/:id',
    withVisitor((request, response, { account }) => {
      const one = tenant.applications.get(Number(request.params.id));
      show(
        request,
        response,
        one?.account_id === account.id
          ? { title: one.name, content: applicationPage(tenant, one) }
          : missing('You have no such application.'),
      );
    }),
  );
}

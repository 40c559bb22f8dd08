import type { Request, Router } from 'express';
import {
  accountOf,
  approveSubscription,
  changeApplicationPlan,
  changeSubscription,
  createApplication,
  doWithApplication,
  found,
  invalid,
  subscribe,
  subscriptionsOf,
  type Tenant,
  unsubscribe,
  updateApplication,
  whole,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import {
  showApplication,
  showApplicationPlan,
  showServicePlan,
  showSubscription,
} from '../show';

function planIn(request: Request): number {
  const id = whole(fieldsOf(request), 'plan_id');
  if (id === undefined) {
    throw invalid('plan', "can't be blank");
  }
  return id;
}

/** Applications of all accounts; each one is shown with its key. */
export function allApplicationRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/applications',
    route(request => {
      const { service_id, plan_id } = request.query;
      const rows = tenant.applications.list(
        one =>
          (service_id === undefined || String(one.service_id) === service_id) &&
          (plan_id === undefined || String(one.plan_id) === plan_id),
      );
      return pagedList(request, rows, {
        name: 'applications',
        show: row => showApplication(tenant, row),
      });
    }),
  );
  router.get(
    '/applications/find',
    route(request => {
      const { user_key, service_id } = request.query;
      const application = tenant.applications.find(
        one =>
          one.user_key === user_key &&
          (service_id === undefined || String(one.service_id) === service_id),
      );
      return { body: showApplication(tenant, found(application)) };
    }),
  );
}

export function applicationRoutes(router: Router, tenant: Tenant): void {
  const base = '/accounts/:account/applications';
  const account = (request: Request) =>
    accountOf(tenant, idOf(request, 'account')).id;
  const at = (request: Request) => {
    const application = found(tenant.applications.get(idOf(request)));
    const isIts = application.account_id === account(request);
    return found(isIts ? application : undefined);
  };
  router.get(
    base,
    route(request => {
      const id = account(request);
      const rows = tenant.applications.list(one => one.account_id === id);
      const applications = rows.map(row => showApplication(tenant, row));
      return { body: { applications } };
    }),
  );
  router.post(
    base,
    route(request => {
      const fields = fieldsOf(request);
      const application = createApplication(tenant, account(request), fields);
      return { body: showApplication(tenant, application), status: 201 };
    }),
  );
  router.get(
    `${base}/:id`,
    route(request => ({ body: showApplication(tenant, at(request)) })),
  );
  router.put(
    `${base}/:id/change_plan`,
    route(request => {
      const planId = planIn(request);
      changeApplicationPlan(tenant, at(request).id, planId);
      const plan = found(tenant.applicationPlans.get(planId));
      return { body: showApplicationPlan(tenant, plan) };
    }),
  );
  router.put(
    `${base}/:id/:event`,
    route(request => {
      const { event = '' } = request.params;
      const application = doWithApplication(tenant, at(request).id, event);
      return { body: showApplication(tenant, application) };
    }),
  );
  router.put(
    `${base}/:id`,
    route(request => {
      const fields = fieldsOf(request);
      const application = updateApplication(tenant, at(request).id, fields);
      return { body: showApplication(tenant, application) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      tenant.applications.delete(at(request).id);
      return { body: {} };
    }),
  );
}

/** Releases up to 2.14 do not have these. */
export function subscriptionRoutes(router: Router, tenant: Tenant): void {
  const base = '/accounts/:account/service_subscriptions';
  const account = (request: Request) =>
    accountOf(tenant, idOf(request, 'account')).id;
  const at = (request: Request) =>
    found(
      subscriptionsOf(tenant, account(request)).find(
        ({ id }) => id === idOf(request),
      ),
    );
  router.get(
    base,
    route(request => {
      const rows = subscriptionsOf(tenant, account(request));
      return { body: { service_subscriptions: rows.map(showSubscription) } };
    }),
  );
  router.post(
    base,
    route(request => {
      const made = subscribe(tenant, account(request), planIn(request));
      return { body: showSubscription(made), status: 201 };
    }),
  );
  router.get(
    `${base}/:id`,
    route(request => ({ body: showSubscription(at(request)) })),
  );
  router.put(
    `${base}/:id/approve`,
    route(request => ({
      body: showSubscription(approveSubscription(tenant, at(request).id)),
    })),
  );
  router.put(
    `${base}/:id/change_plan`,
    route(request => {
      const planId = planIn(request);
      changeSubscription(tenant, at(request).id, planId);
      const plan = found(tenant.servicePlans.get(planId));
      return { body: showServicePlan(tenant, plan) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      unsubscribe(tenant, at(request).id);
      return { body: {} };
    }),
  );
}

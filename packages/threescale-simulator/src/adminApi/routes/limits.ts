import type { Request, Router } from 'express';
import {
  addAccountPlan,
  addLimit,
  found,
  type Tenant,
  updateLimit,
  updatePlan,
} from '../../state';
import { route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { showAccountPlan, showLimit } from '../show';

export function limitRoutes(router: Router, tenant: Tenant): void {
  const base = '/application_plans/:plan';
  const path = `${base}/metrics/:metric/limits`;
  const plan = (request: Request) =>
    found(tenant.applicationPlans.get(idOf(request, 'plan'))).id;
  const limitsOf = (planId: number, metricId?: number) =>
    tenant.limits.list(
      ({ plan_id, metric_id }) =>
        plan_id === planId &&
        (metricId === undefined || metric_id === metricId),
    );
  const at = (request: Request) =>
    found(
      limitsOf(plan(request), idOf(request, 'metric')).find(
        ({ id }) => id === idOf(request),
      ),
    );
  router.get(
    `${base}/limits`,
    route(request => ({
      body: { limits: limitsOf(plan(request)).map(showLimit) },
    })),
  );
  router.get(
    path,
    route(request => {
      const limits = limitsOf(plan(request), idOf(request, 'metric'));
      return { body: { limits: limits.map(showLimit) } };
    }),
  );
  router.post(
    path,
    route(request => {
      const of = { planId: plan(request), metricId: idOf(request, 'metric') };
      const limit = addLimit(tenant, of, fieldsOf(request));
      return { body: showLimit(limit), status: 201 };
    }),
  );
  router.put(
    `${path}/:id`,
    route(request => ({
      body: showLimit(updateLimit(tenant, at(request).id, fieldsOf(request))),
    })),
  );
  router.delete(
    `${path}/:id`,
    route(request => {
      tenant.limits.delete(at(request).id);
      return { body: {} };
    }),
  );
}

export function accountPlanRoutes(router: Router, tenant: Tenant): void {
  const at = (request: Request) =>
    found(tenant.accountPlans.get(idOf(request)));
  router.get(
    '/account_plans',
    route(() => ({
      body: { plans: tenant.accountPlans.list().map(showAccountPlan) },
    })),
  );
  router.post(
    '/account_plans',
    route(request => ({
      body: showAccountPlan(addAccountPlan(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    '/account_plans/:id',
    route(request => ({ body: showAccountPlan(at(request)) })),
  );
  router.put(
    '/account_plans/:id',
    route(request => {
      const { id } = at(request);
      const fields = fieldsOf(request);
      const plan = updatePlan(tenant, tenant.accountPlans, { id, fields });
      return { body: showAccountPlan(plan) };
    }),
  );
  router.delete(
    '/account_plans/:id',
    route(request => {
      tenant.accountPlans.delete(at(request).id);
      return { body: {} };
    }),
  );
}

import type { Router } from 'express';
import {
  addApplicationPlan,
  addServicePlan,
  createService,
  createUsage,
  deleteApplicationPlan,
  deleteService,
  found,
  serviceOf,
  setDefaultPlan,
  type ServicesPlan,
  type Tenant,
  updatePlan,
  updateService,
  updateUsage,
  usageOf,
  usagesOf,
} from '../../state';
import { pagedList, pageOf, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import {
  showApplicationPlan,
  showService,
  showServicePlan,
  showUsage,
} from '../show';

export function serviceRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/services',
    route(request =>
      pagedList(request, tenant.services.list(), {
        name: 'services',
        show: showService,
      }),
    ),
  );
  router.post(
    '/services',
    route(request => ({
      body: showService(createService(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    '/services/:id',
    route(request => ({ body: showService(serviceOf(tenant, idOf(request))) })),
  );
  router.put(
    '/services/:id',
    route(request => ({
      body: showService(
        updateService(tenant, idOf(request), fieldsOf(request)),
      ),
    })),
  );
  router.delete(
    '/services/:id',
    route(request => {
      deleteService(tenant, idOf(request));
      return { body: {} };
    }),
  );
}

/** A bare array, unlike other lists. */
export function usageRoutes(router: Router, tenant: Tenant): void {
  const base = '/services/:service/backend_usages';
  router.get(
    base,
    route(request => {
      const { id } = serviceOf(tenant, idOf(request, 'service'));
      const { rows } = pageOf(request, usagesOf(tenant, id));
      return { body: rows.map(showUsage) };
    }),
  );
  router.post(
    base,
    route(request => ({
      body: showUsage(
        createUsage(tenant, idOf(request, 'service'), fieldsOf(request)),
      ),
      status: 201,
    })),
  );
  router.get(
    `${base}/:id`,
    route(request => ({
      body: showUsage(usageOf(tenant, idOf(request, 'service'), idOf(request))),
    })),
  );
  router.put(
    `${base}/:id`,
    route(request => {
      const { id } = usageOf(tenant, idOf(request, 'service'), idOf(request));
      return { body: showUsage(updateUsage(tenant, id, fieldsOf(request))) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      const { id } = usageOf(tenant, idOf(request, 'service'), idOf(request));
      tenant.usages.delete(id);
      return { body: {} };
    }),
  );
}

const KINDS = {
  application: {
    path: 'application_plans',
    add: addApplicationPlan,
    show: showApplicationPlan,
  },
  service: {
    path: 'service_plans',
    add: addServicePlan,
    show: showServicePlan,
  },
} as const;

/** Application plans and service plans of a product. */
export function planRoutes(
  router: Router,
  tenant: Tenant,
  kind: keyof typeof KINDS,
): void {
  const { path, add, show } = KINDS[kind];
  const table =
    kind === 'application' ? tenant.applicationPlans : tenant.servicePlans;
  const base = `/services/:service/${path}`;
  const shown = (plan: ServicesPlan) => show(tenant, plan);
  const planAt = (serviceId: number, id: number) => {
    const plan = found(table.get(id));
    return found(plan.service_id === serviceId ? plan : undefined);
  };
  router.get(
    `/${path}`,
    route(() => ({ body: { plans: table.list().map(shown) } })),
  );
  router.get(
    base,
    route(request => {
      const { id } = serviceOf(tenant, idOf(request, 'service'));
      const plans = table.list(({ service_id }) => service_id === id);
      return { body: { plans: plans.map(shown) } };
    }),
  );
  router.post(
    base,
    route(request => {
      const { id } = serviceOf(tenant, idOf(request, 'service'));
      return { body: shown(add(tenant, id, fieldsOf(request))), status: 201 };
    }),
  );
  router.get(
    `${base}/:id`,
    route(request => ({
      body: shown(planAt(idOf(request, 'service'), idOf(request))),
    })),
  );
  router.put(
    `${base}/:id/default`,
    route(request => {
      const plan = planAt(idOf(request, 'service'), idOf(request));
      return { body: shown(setDefaultPlan(tenant, kind, plan)) };
    }),
  );
  router.put(
    `${base}/:id`,
    route(request => {
      const { id } = planAt(idOf(request, 'service'), idOf(request));
      const fields = fieldsOf(request);
      return { body: shown(updatePlan(tenant, table, { id, fields })) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      const { id } = planAt(idOf(request, 'service'), idOf(request));
      if (kind === 'application') {
        deleteApplicationPlan(tenant, id);
      } else {
        tenant.servicePlans.delete(id);
      }
      return { body: {} };
    }),
  );
}

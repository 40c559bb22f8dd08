import type { Request, Router } from 'express';
import {
  addMetric,
  addRule,
  backendOf,
  deleteMetric,
  type Fields,
  found,
  metricOf,
  metricsOf,
  type Owner,
  ruleOf,
  rulesOf,
  serviceOf,
  type Tenant,
  updateMetric,
  updateRule,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { isMethod, showMethod, showMetric, showRule } from '../show';

/** Where a product or a backend keeps its metrics and rules. */
type Place = {
  readonly type: Owner['type'];
  readonly base: string;
  readonly rules: string;
};

export const PLACES: readonly Place[] = [
  {
    type: 'service',
    base: '/services/:owner',
    rules: '/services/:owner/proxy/mapping_rules',
  },
  {
    type: 'backend',
    base: '/backend_apis/:owner',
    rules: '/backend_apis/:owner/mapping_rules',
  },
];

function ownerIn(tenant: Tenant, type: Owner['type'], request: Request): Owner {
  const id = idOf(request, 'owner');
  const of = type === 'service' ? serviceOf : backendOf;
  return { type, id: of(tenant, id).id };
}

export function metricRoutes(
  router: Router,
  tenant: Tenant,
  { type, base }: Place,
): void {
  const owner = (request: Request) => ownerIn(tenant, type, request);
  const at = (request: Request) =>
    metricOf(tenant, owner(request), idOf(request));
  const shown = (metric: Parameters<typeof showMetric>[0]) => ({
    metric: showMetric(metric),
  });
  router.get(
    `${base}/metrics`,
    route(request =>
      // Those of a product are not paged; per_page is 500 anyway.
      pagedList(request, metricsOf(tenant, owner(request)), {
        ...{ name: 'metrics', show: shown, metadata: 'never' },
      }),
    ),
  );
  router.post(
    `${base}/metrics`,
    route(request => ({
      body: shown(addMetric(tenant, owner(request), asked(request))),
      status: 201,
    })),
  );
  router.get(
    `${base}/metrics/:id`,
    route(request => ({ body: shown(at(request)) })),
  );
  router.put(
    `${base}/metrics/:id`,
    route(request => ({
      body: shown(updateMetric(tenant, at(request).id, asked(request))),
    })),
  );
  router.delete(
    `${base}/metrics/:id`,
    route(request => {
      deleteMetric(tenant, at(request).id);
      return { body: {} };
    }),
  );
}

/** Whose metric it becomes is said by the path alone. */
function asked(request: Request): Fields {
  const { parent, ...fields } = fieldsOf(request);
  return fields;
}

export function methodRoutes(
  router: Router,
  tenant: Tenant,
  { type, base }: Place,
): void {
  const path = `${base}/metrics/:parent/methods`;
  const owner = (request: Request) => ownerIn(tenant, type, request);
  const parent = (request: Request) =>
    metricOf(tenant, owner(request), idOf(request, 'parent')).id;
  const at = (request: Request) => {
    const metric = metricOf(tenant, owner(request), idOf(request));
    return found(metric.parent_id === parent(request) ? metric : undefined);
  };
  router.get(
    path,
    route(request => {
      const id = parent(request);
      const methods = metricsOf(tenant, owner(request)).filter(
        metric => isMethod(metric) && metric.parent_id === id,
      );
      return pagedList(request, methods, {
        ...{ name: 'methods', show: showMethod, metadata: 'never' },
      });
    }),
  );
  router.post(
    path,
    route(request => {
      const fields = { ...asked(request), parent: parent(request) };
      const method = addMetric(tenant, owner(request), fields);
      return { body: showMethod(method), status: 201 };
    }),
  );
  router.get(
    `${path}/:id`,
    route(request => ({ body: showMethod(at(request)) })),
  );
  router.put(
    `${path}/:id`,
    route(request => ({
      body: showMethod(updateMetric(tenant, at(request).id, asked(request))),
    })),
  );
  router.delete(
    `${path}/:id`,
    route(request => {
      deleteMetric(tenant, at(request).id);
      return { body: {} };
    }),
  );
}

export function ruleRoutes(
  router: Router,
  tenant: Tenant,
  { type, rules: path }: Place,
): void {
  const owner = (request: Request) => ownerIn(tenant, type, request);
  const at = (request: Request) =>
    ruleOf(tenant, owner(request), idOf(request));
  router.get(
    path,
    route(request =>
      pagedList(request, rulesOf(tenant, owner(request)), {
        ...{ name: 'mapping_rules', show: showRule, metadata: 'never' },
      }),
    ),
  );
  router.post(
    path,
    route(request => ({
      body: showRule(addRule(tenant, owner(request), fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    `${path}/:id`,
    route(request => ({ body: showRule(at(request)) })),
  );
  const update = route(request => ({
    body: showRule(updateRule(tenant, at(request).id, fieldsOf(request))),
  }));
  router.put(`${path}/:id`, update);
  router.patch(`${path}/:id`, update);
  router.delete(
    `${path}/:id`,
    route(request => {
      tenant.rules.delete(at(request).id);
      return { body: {} };
    }),
  );
}

import type { Request, Router } from 'express';
import {
  configsOf,
  deploy,
  type Environment,
  found,
  latestConfig,
  notFound,
  promote,
  proxyOf,
  setPolicies,
  type Tenant,
  text,
  updateProxy,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { showConfig, showProxy } from '../show';

function environmentOf(name: string | undefined): Environment {
  if (name === 'sandbox' || name === 'staging') {
    return 'sandbox';
  }
  if (name === 'production') {
    return name;
  }
  throw notFound();
}

const service = (request: Request) => idOf(request, 'service');

export function proxyRoutes(router: Router, tenant: Tenant): void {
  const base = '/services/:service/proxy';
  router.get(
    base,
    route(request => ({
      body: showProxy(tenant, proxyOf(tenant, service(request))),
    })),
  );
  const update = route(request => ({
    body: showProxy(
      tenant,
      updateProxy(tenant, service(request), fieldsOf(request)),
    ),
  }));
  router.patch(base, update);
  router.put(base, update);
  router.post(
    `${base}/deploy`,
    route(request => {
      const proxy = proxyOf(tenant, service(request));
      deploy(tenant, proxy.service_id);
      return { body: showProxy(tenant, proxy), status: 201 };
    }),
  );
  router.get(
    `${base}/policies`,
    route(request => ({
      body: { policies_config: proxyOf(tenant, service(request)).policies },
    })),
  );
  router.put(
    `${base}/policies`,
    route(request => {
      const wanted = fieldsOf(request).policies_config;
      const { policies } = setPolicies(tenant, service(request), wanted);
      return { body: { policies_config: policies } };
    }),
  );
}

export function configRoutes(router: Router, tenant: Tenant): void {
  const base = '/services/:service/proxy/configs/:environment';
  const where = (request: Request) => {
    const { service_id } = proxyOf(tenant, service(request));
    const { environment } = request.params;
    return { id: service_id, environment: environmentOf(environment) };
  };
  router.get(
    base,
    route(request => {
      const { id, environment } = where(request);
      const configs = configsOf(tenant, id, environment);
      return { body: { proxy_configs: configs.map(showConfig) } };
    }),
  );
  router.get(
    `${base}/latest`,
    route(request => {
      const { id, environment } = where(request);
      return { body: showConfig(found(latestConfig(tenant, id, environment))) };
    }),
  );
  router.get(
    `${base}/:id`,
    route(request => {
      const { id, environment } = where(request);
      const config = configsOf(tenant, id, environment).find(
        ({ version }) => version === idOf(request),
      );
      return { body: showConfig(found(config)) };
    }),
  );
  router.post(
    `${base}/:id/promote`,
    route(request => {
      const { id, environment: from } = where(request);
      const to = environmentOf(text(fieldsOf(request), 'to'));
      const version = idOf(request);
      const promoted = promote(tenant, id, { from, version, to });
      return { body: showConfig(promoted), status: 201 };
    }),
  );
  router.get(
    '/account/proxy_configs/:environment',
    route(request => allConfigs(request, tenant)),
  );
}

/** Of all products in one paged list; `version=latest` gives one of each. */
function allConfigs(request: Request, tenant: Tenant) {
  const environment = environmentOf(request.params.environment);
  const { host, version } = request.query;
  const rows = tenant.services
    .list()
    .flatMap(({ id }) =>
      version === 'latest'
        ? configsOf(tenant, id, environment).slice(-1)
        : configsOf(tenant, id, environment),
    )
    .filter(
      ({ content }) =>
        typeof host !== 'string' || content.proxy.hosts.includes(host),
    );
  return pagedList(request, rows, { name: 'proxy_configs', show: showConfig });
}

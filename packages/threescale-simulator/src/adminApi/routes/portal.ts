import type { Router } from 'express';
import {
  createActiveDoc,
  createAuthenticationProvider,
  found,
  Refused,
  type Tenant,
  updateActiveDoc,
  updateAuthenticationProvider,
  updateProvider,
  updateSettings,
} from '../../state';
import { route } from '../answer';
import { fieldsOf, idOf } from '../body';
import {
  showActiveDoc,
  showAuthenticationProvider,
  showProvider,
} from '../show';

/** The tenant's own account, its settings, and what is deleted in the background. */
export function tenantRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/provider',
    route(() => ({ body: showProvider(tenant.provider) })),
  );
  router.put(
    '/provider',
    route(request => ({
      body: showProvider(updateProvider(tenant, fieldsOf(request))),
    })),
  );
  router.get(
    '/settings',
    route(() => ({ body: { settings: tenant.settings } })),
  );
  router.put(
    '/settings',
    route(request => ({
      body: { settings: updateSettings(tenant, fieldsOf(request)) },
    })),
  );
  router.get(
    '/objects/status',
    route(request => {
      const { object_type: type, object_id: id } = request.query;
      if (
        !['service', 'account', 'proxy', 'backend_api'].includes(String(type))
      ) {
        throw new Refused(403, 'Access denied');
      }
      const table = type === 'backend_api' ? tenant.backends : tenant.services;
      const isClearing = tenant.clearing.some(
        one => one.type === type && String(one.id) === id,
      );
      found(isClearing || table.get(Number(id)) ? true : undefined);
      return { body: {} };
    }),
  );
}

export function authenticationRoutes(router: Router, tenant: Tenant): void {
  const base = '/authentication_providers';
  router.get(
    base,
    route(() => ({
      body: {
        authentication_providers: tenant.authenticationProviders
          .list()
          .map(one => showAuthenticationProvider(tenant, one)),
      },
    })),
  );
  router.post(
    base,
    route(request => {
      const made = createAuthenticationProvider(tenant, fieldsOf(request));
      return { body: showAuthenticationProvider(tenant, made), status: 201 };
    }),
  );
  router.get(
    `${base}/:id`,
    route(request => {
      const one = found(tenant.authenticationProviders.get(idOf(request)));
      return { body: showAuthenticationProvider(tenant, one) };
    }),
  );
  router.put(
    `${base}/:id`,
    route(request => {
      const fields = fieldsOf(request);
      const one = updateAuthenticationProvider(tenant, idOf(request), fields);
      return { body: showAuthenticationProvider(tenant, one) };
    }),
  );
}

export function activeDocRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/active_docs',
    route(() => ({
      body: { api_docs: tenant.activeDocs.list().map(showActiveDoc) },
    })),
  );
  router.post(
    '/active_docs',
    route(request => ({
      body: showActiveDoc(createActiveDoc(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    '/active_docs/:id',
    route(request => ({
      body: showActiveDoc(found(tenant.activeDocs.get(idOf(request)))),
    })),
  );
  router.put(
    '/active_docs/:id',
    route(request => {
      const fields = fieldsOf(request);
      const doc = updateActiveDoc(tenant, idOf(request), fields);
      return { body: showActiveDoc(doc) };
    }),
  );
  router.delete(
    '/active_docs/:id',
    route(request => {
      found(tenant.activeDocs.get(idOf(request)));
      tenant.activeDocs.delete(idOf(request));
      return { body: {} };
    }),
  );
}

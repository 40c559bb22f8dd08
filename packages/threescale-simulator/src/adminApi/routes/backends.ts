import type { Router } from 'express';
import {
  backendOf,
  createBackend,
  deleteBackend,
  type Tenant,
  updateBackend,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { showBackend } from '../show';

export function backendRoutes(router: Router, tenant: Tenant): void {
  router.get(
    '/backend_apis',
    route(request =>
      pagedList(request, tenant.backends.list(), {
        name: 'backend_apis',
        show: showBackend,
      }),
    ),
  );
  router.post(
    '/backend_apis',
    route(request => ({
      body: showBackend(createBackend(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    '/backend_apis/:id',
    route(request => ({ body: showBackend(backendOf(tenant, idOf(request))) })),
  );
  router.put(
    '/backend_apis/:id',
    route(request => ({
      body: showBackend(
        updateBackend(tenant, idOf(request), fieldsOf(request)),
      ),
    })),
  );
  router.delete(
    '/backend_apis/:id',
    route(request => {
      deleteBackend(tenant, idOf(request));
      return { body: {} };
    }),
  );
}

import type { Tenant } from './Tenant';
import type { Proxy, Service } from './types';

/** What a gateway answers unless a product says otherwise. */
export const ERRORS: Proxy['errors'] = {
  error_auth_failed: 'Authentication failed',
  error_status_auth_failed: 403,
  error_headers_auth_failed: 'text/plain; charset=us-ascii',
  error_auth_missing: 'Authentication parameters missing',
  error_status_auth_missing: 403,
  error_headers_auth_missing: 'text/plain; charset=us-ascii',
  error_no_match: 'No Mapping Rule matched',
  error_status_no_match: 404,
  error_headers_no_match: 'text/plain; charset=us-ascii',
  error_limits_exceeded: 'Usage limit exceeded',
  error_status_limits_exceeded: 429,
  error_headers_limits_exceeded: 'text/plain; charset=us-ascii',
};

/** The gateway settings of a new product: the key as `user_key` in the query. */
export function newProxy(tenant: Tenant, service: Service): Proxy {
  return {
    ...{ service_id: service.id, ...tenant.stamp(), lock_version: 1 },
    endpoint: tenant.endpointOf(service.system_name, 'production'),
    sandbox_endpoint: tenant.endpointOf(service.system_name, 'sandbox'),
    credentials_location: 'query',
    auth_user_key: 'user_key',
    auth_app_id: 'app_id',
    auth_app_key: 'app_key',
    secret_token: tenant.secret('secret-token'),
    api_test_path: '/',
    policies: [
      { name: 'apicast', version: 'builtin', configuration: {}, enabled: true },
    ],
    errors: ERRORS,
  };
}

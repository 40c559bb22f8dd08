import {
  addApplicationPlan,
  createBackend,
  createService,
  createUsage,
  Refused,
  type Tenant,
} from '../index';

/** What was refused, if it was. */
export const refusalOf = (what: () => unknown): Refused | undefined => {
  try {
    what();
  } catch (error) {
    return error instanceof Refused ? error : undefined;
  }
  return undefined;
};

/** A product with a backend and a plan. */
export function withModel(tenant: Tenant) {
  const service = createService(tenant, {
    name: 'Granite',
    system_name: 'granite',
  });
  const backend = createBackend(tenant, {
    name: 'Granite',
    system_name: 'granite',
    private_endpoint: 'http://granite-predictor.llm.svc.cluster.local:8080',
  });
  createUsage(tenant, service.id, { backend_api_id: backend.id, path: '/' });
  const plan = addApplicationPlan(tenant, service.id, { name: 'Standard' });
  return {
    service,
    backend,
    plan,
    owner: { type: 'service', id: service.id } as const,
  };
}

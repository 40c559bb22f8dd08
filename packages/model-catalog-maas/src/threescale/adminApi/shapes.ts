import { z } from 'zod/v4';

/**
 * What we read of the answers of 3scale's Admin API, taken from porta's
 * representers. Secrets that it gives in clear (`user_key`, `client_secret`,
 * `secret_token`, `site_access_code`) are not among it.
 */
const Text = z
  .string()
  .nullish()
  .transform(value => value || undefined);

const Named = z.object({
  id: z.int(),
  name: z.string(),
  system_name: z.string(),
});

const named = ({
  id,
  name,
  system_name: systemName,
}: z.infer<typeof Named>) => ({
  id,
  name,
  systemName,
});

export const ServiceShape = z
  .object({
    service: Named.extend({
      state: Text,
      description: Text,
      deployment_option: Text,
      backend_version: z.coerce.string().optional(),
      annotations: z.object({ managed_by: Text }).optional().catch(undefined),
    }),
  })
  .transform(({ service }) => ({
    ...named(service),
    state: service.state,
    description: service.description,
    deploymentOption: service.deployment_option,
    /** `1` API key, `2` application id and key, `oidc`. */
    backendVersion: service.backend_version,
    managedBy: service.annotations?.managed_by,
  }));

export const BackendShape = z
  .object({
    backend_api: Named.extend({
      description: Text,
      private_endpoint: z.string(),
    }),
  })
  .transform(({ backend_api: backend }) => ({
    ...named(backend),
    description: backend.description,
    /** Always with a port. */
    privateEndpoint: backend.private_endpoint,
  }));

export const BackendUsageShape = z
  .object({
    backend_usage: z.object({
      id: z.int(),
      path: z.string(),
      service_id: z.int(),
      backend_id: z.int(),
    }),
  })
  .transform(({ backend_usage: usage }) => ({
    id: usage.id,
    path: usage.path,
    serviceId: usage.service_id,
    backendId: usage.backend_id,
  }));

export const ActiveDocShape = z
  .object({
    api_doc: Named.extend({
      description: Text,
      published: z.boolean().nullish(),
      service_id: z.int().nullish(),
      body: z.string(),
    }),
  })
  .transform(({ api_doc: doc }) => ({
    ...named(doc),
    description: doc.description,
    published: doc.published === true,
    serviceId: doc.service_id ?? undefined,
    /** The definition, as JSON text. */
    body: doc.body,
  }));

const Links = z
  .array(z.object({ rel: z.string(), href: z.string() }))
  .optional()
  .catch(undefined);

/** Of application plans the service is told by a link only. */
function serviceIn(links: z.infer<typeof Links>): number | undefined {
  const href = links?.find(({ rel }) => rel === 'service')?.href ?? '';
  const id = /\/services\/(\d+)(?:\.json)?$/.exec(href)?.[1];
  return id === undefined ? undefined : Number(id);
}

const Plan = Named.extend({
  state: z.string(),
  approval_required: z.boolean().nullish(),
  default: z.boolean().nullish(),
  custom: z.boolean().nullish(),
  setup_fee: z.number().nullish(),
  cost_per_month: z.number().nullish(),
  trial_period_days: z.number().nullish(),
  service_id: z.int().nullish(),
  links: Links,
});

const plan = (read: z.infer<typeof Plan>) => ({
  ...named(read),
  published: read.state === 'published',
  approvalRequired: read.approval_required === true,
  isDefault: read.default === true,
  /** Made for one application only. */
  isCustom: read.custom === true,
  setupFee: read.setup_fee ?? 0,
  costPerMonth: read.cost_per_month ?? 0,
  trialDays: read.trial_period_days ?? 0,
  serviceId: read.service_id ?? serviceIn(read.links),
});

export const ApplicationPlanShape = z
  .object({ application_plan: Plan })
  .transform(({ application_plan: read }) => plan(read));

export const ServicePlanShape = z
  .object({ service_plan: Plan })
  .transform(({ service_plan: read }) => plan(read));

export const LimitShape = z
  .object({
    limit: z.object({
      id: z.int(),
      period: z.string(),
      value: z.number(),
      metric_id: z.int(),
      plan_id: z.int(),
    }),
  })
  .transform(({ limit }) => ({
    ...{ id: limit.id, period: limit.period, value: limit.value },
    ...{ metricId: limit.metric_id, planId: limit.plan_id },
  }));

export const MetricShape = z
  .object({
    metric: z.object({
      id: z.int(),
      system_name: z.string(),
      friendly_name: Text,
      parent_id: z.int().nullish(),
    }),
  })
  .transform(({ metric }) => ({
    ...{ id: metric.id, systemName: metric.system_name },
    title: metric.friendly_name,
    parentId: metric.parent_id ?? undefined,
  }));

export type Service = z.infer<typeof ServiceShape>;
export type Backend = z.infer<typeof BackendShape>;
export type BackendUsage = z.infer<typeof BackendUsageShape>;
export type ActiveDoc = z.infer<typeof ActiveDocShape>;
export type Plan = ReturnType<typeof plan>;

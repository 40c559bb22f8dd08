import { z } from 'zod/v4';

const Text = z
  .string()
  .nullish()
  .transform(value => value || undefined);

const Policy = z.object({
  name: z.string(),
  version: z.string(),
  configuration: z.unknown(),
});

const Rule = z
  .object({
    http_method: z.string(),
    pattern: z.string(),
    metric_system_name: Text,
    delta: z.number(),
    last: z.boolean().nullish(),
  })
  .transform(rule => ({
    method: rule.http_method,
    pattern: rule.pattern,
    metric: rule.metric_system_name,
    delta: rule.delta,
    isLast: rule.last === true,
  }));

const Proxy = z
  .object({
    endpoint: Text,
    sandbox_endpoint: Text,
    hosts: z.array(z.string()).nullish(),
    credentials_location: Text,
    auth_user_key: Text,
    api_backend: Text,
    policy_chain: z.array(Policy).nullish(),
    proxy_rules: z.array(Rule).nullish(),
  })
  .transform(proxy => ({
    /** Public address in production. */
    endpoint: proxy.endpoint,
    sandboxEndpoint: proxy.sandbox_endpoint,
    hosts: proxy.hosts ?? [],
    /** `headers`, `query` or `authorization`. */
    credentialsLocation: proxy.credentials_location,
    /** Name of the header or parameter; not used with `authorization`. */
    keyName: proxy.auth_user_key,
    /** Of the one backend; with several the policy `routing` has them. */
    upstream: proxy.api_backend,
    policies: proxy.policy_chain ?? [],
    rules: proxy.proxy_rules ?? [],
  }));

/** A gateway configuration: what was promoted, not what is being edited. */
export const ProxyConfigShape = z
  .object({
    proxy_config: z.object({
      id: z.int(),
      version: z.int(),
      environment: z.string(),
      content: z.object({
        id: z.int(),
        name: Text,
        system_name: z.string(),
        backend_version: z.coerce.string().optional(),
        proxy: Proxy,
      }),
    }),
  })
  .transform(({ proxy_config: { content, ...config } }) => ({
    ...config,
    serviceId: content.id,
    serviceName: content.name,
    serviceSystemName: content.system_name,
    backendVersion: content.backend_version,
    proxy: content.proxy,
  }));

export type ProxyConfig = z.infer<typeof ProxyConfigShape>;

import { metricsOf } from './metrics';
import { found, invalid } from './Refused';
import { rulesOf } from './rules';
import type { Tenant } from './Tenant';
import type {
  Environment,
  Owner,
  Policy,
  ProxyConfig,
  ProxyContent,
  ProxyRule,
} from './types';
import { usagesOf } from './usages';

/** Oldest first. */
export const configsOf = (
  tenant: Tenant,
  serviceId: number,
  environment: Environment,
): ProxyConfig[] =>
  tenant.configs.list(
    config =>
      config.service_id === serviceId && config.environment === environment,
  );

export const latestConfig = (
  tenant: Tenant,
  serviceId: number,
  environment: Environment,
): ProxyConfig | undefined => configsOf(tenant, serviceId, environment).at(-1);

function rulesUnder(tenant: Tenant, owner: Owner, prefix: string): ProxyRule[] {
  const names = new Map(
    metricsOf(tenant, owner).map(metric => [metric.id, metric.system_name]),
  );
  return rulesOf(tenant, owner).map(({ owner: { type, id }, ...rule }) => ({
    ...rule,
    pattern: `${prefix}${rule.pattern}`,
    metric_system_name: names.get(rule.metric_id) ?? '',
    owner_type: type === 'service' ? 'Proxy' : 'BackendApi',
    owner_id: id,
  }));
}

/** With one backend at `/` nothing; else the policy that knows where each path goes. */
function routing(upstreams: readonly Upstream[]): Policy[] {
  if (upstreams.length === 0 || isPlain(upstreams)) {
    return [];
  }
  // The longest path first, as the first rule that matches is taken.
  const ordered = [...upstreams].sort((a, b) => b.path.length - a.path.length);
  const rules = ordered.map(({ path, address, id }) => {
    const base = path.replace(/\/$/, '');
    return {
      url: address,
      owner_id: id,
      owner_type: 'BackendApi',
      ...(base !== '' && {
        condition: {
          operations: [
            { match: 'path', op: 'matches', value: `^(${base}/.*|${base}/?)` },
          ],
        },
        replace_path: `{{uri | remove_first: '${base}'}}`,
      }),
    };
  });
  return [
    {
      name: 'routing',
      version: 'builtin',
      configuration: { rules },
      enabled: true,
    },
  ];
}

type Upstream = { id: number; path: string; address: string };

const isPlain = (upstreams: readonly Upstream[]) =>
  upstreams.length === 1 && upstreams[0]?.path === '/';

function contentOf(tenant: Tenant, serviceId: number): ProxyContent {
  const { annotations, ...service } = found(tenant.services.get(serviceId));
  const proxy = found(tenant.proxies.get(serviceId));
  const upstreams = usagesOf(tenant, serviceId).flatMap(usage => {
    const backend = tenant.backends.get(usage.backend_id);
    return backend
      ? [
          {
            id: backend.id,
            path: usage.path,
            address: backend.private_endpoint,
          },
        ]
      : [];
  });
  const enabled = proxy.policies.filter(policy => policy.enabled);
  return {
    ...service,
    proxy: {
      ...proxy,
      hosts: [proxy.endpoint, proxy.sandbox_endpoint].map(
        address => new URL(address).hostname,
      ),
      api_backend: isPlain(upstreams) ? upstreams[0]?.address : undefined,
      policy_chain: [...routing(upstreams), ...enabled],
      proxy_rules: [
        ...rulesUnder(tenant, { type: 'service', id: serviceId }, ''),
        ...upstreams.flatMap(({ id, path }) =>
          rulesUnder(tenant, { type: 'backend', id }, path.replace(/\/$/, '')),
        ),
      ],
    },
  };
}

/** What two configurations differ in for a gateway: not in their times. */
const essence = (content: ProxyContent): string =>
  JSON.stringify(content, (key, value: unknown) =>
    ['created_at', 'updated_at', 'lock_version'].includes(key)
      ? undefined
      : value,
  );

function insertSandbox(
  tenant: Tenant,
  serviceId: number,
  content: ProxyContent,
): ProxyConfig {
  const latest = latestConfig(tenant, serviceId, 'sandbox');
  return tenant.configs.insert(id => ({
    ...{ id, ...tenant.stamp(), service_id: serviceId, content },
    ...{ environment: 'sandbox', version: (latest?.version ?? 0) + 1 },
  }));
}

/**
 * Puts the product as it is now into the sandbox; unchanged, it stays the
 * version that it is. A product without backend is refused.
 */
export function deploy(tenant: Tenant, serviceId: number): ProxyConfig {
  if (usagesOf(tenant, serviceId).length === 0) {
    throw invalid('api_backend', 'missing');
  }
  const content = contentOf(tenant, serviceId);
  const latest = latestConfig(tenant, serviceId, 'sandbox');
  return latest && essence(latest.content) === essence(content)
    ? latest
    : insertSandbox(tenant, serviceId, content);
}

/** With each change of the gateway settings: a new version, unless there is no backend to go to. */
export function deployChange(tenant: Tenant, serviceId: number): void {
  if (usagesOf(tenant, serviceId).length > 0) {
    insertSandbox(tenant, serviceId, contentOf(tenant, serviceId));
  }
}

/** Copies one version to another environment. A version that is there already is refused with 422. */
export function promote(
  tenant: Tenant,
  serviceId: number,
  how: { from: Environment; version: number; to: Environment },
): ProxyConfig {
  const source = found(
    configsOf(tenant, serviceId, how.from).find(
      ({ version }) => version === how.version,
    ),
  );
  const isThere = configsOf(tenant, serviceId, how.to).some(
    ({ version }) => version === source.version,
  );
  if (isThere) {
    throw invalid('version', 'has already been taken');
  }
  return tenant.configs.insert(id => ({
    ...{ ...source, id, ...tenant.stamp(), environment: how.to },
  }));
}

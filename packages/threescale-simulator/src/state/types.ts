/**
 * What a tenant holds, named as the Admin API names it. Times are ISO 8601
 * without fractions; `undefined` is what the API shows as `null`.
 */
export type Stamped = {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
};

export type Service = Stamped & {
  readonly name: string;
  readonly system_name: string;
  readonly description?: string;
  readonly state: 'incomplete' | 'hidden' | 'published' | 'offline';
  readonly support_email: string;
  readonly deployment_option: 'hosted' | 'self_managed' | 'service_mesh_istio';
  /** `1` API key, `2` application id and key, `oidc`. */
  readonly backend_version: '1' | '2' | 'oidc';
  readonly buyers_manage_apps: boolean;
  readonly buyer_can_select_plan: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  /** Subscribed when somebody signs up or asks for the service. */
  readonly default_service_plan_id?: number;
  readonly default_application_plan_id?: number;
};

export type BackendApi = Stamped & {
  readonly name: string;
  readonly system_name: string;
  readonly description?: string;
  /** Always with a port. */
  readonly private_endpoint: string;
  readonly annotations: Readonly<Record<string, string>>;
};

export type BackendUsage = {
  readonly id: number;
  readonly service_id: number;
  readonly backend_id: number;
  readonly path: string;
};

export type Owner = {
  readonly type: 'service' | 'backend';
  readonly id: number;
};

/** A method is a metric below `hits`. */
export type Metric = Stamped & {
  readonly owner: Owner;
  readonly name: string;
  /** Of a backend with its id behind: `hits.12`. */
  readonly system_name: string;
  readonly friendly_name: string;
  readonly description?: string;
  readonly unit: string;
  readonly parent_id?: number;
};

export const HTTP_METHODS = [
  'GET',
  'POST',
  'DELETE',
  'PUT',
  'PATCH',
  'HEAD',
  'OPTIONS',
] as const;

export type MappingRule = Stamped & {
  readonly owner: Owner;
  readonly metric_id: number;
  readonly pattern: string;
  readonly http_method: (typeof HTTP_METHODS)[number];
  readonly delta: number;
  readonly position: number;
  readonly last: boolean;
};

export type Policy = {
  readonly name: string;
  readonly version: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
};

export type Proxy = {
  readonly service_id: number;
  readonly endpoint: string;
  readonly sandbox_endpoint: string;
  readonly credentials_location: 'headers' | 'query' | 'authorization';
  readonly auth_user_key: string;
  readonly auth_app_id: string;
  readonly auth_app_key: string;
  readonly secret_token: string;
  readonly hostname_rewrite?: string;
  readonly api_test_path: string;
  readonly policies: readonly Policy[];
  readonly lock_version: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** `error_auth_failed`, `error_status_auth_failed`, ...: what callers are answered. */
  readonly errors: Readonly<Record<string, string | number>>;
  readonly oidc_issuer_endpoint?: string;
  readonly oidc_issuer_type?: string;
};

export type Environment = 'sandbox' | 'production';

export type ProxyConfig = Stamped & {
  readonly service_id: number;
  readonly version: number;
  readonly environment: Environment;
  readonly content: ProxyContent;
};

/** What a gateway reads: the whole product as it was when it was deployed. */
export type ProxyContent = Omit<Service, 'annotations'> & {
  readonly proxy: Proxy & {
    readonly hosts: readonly string[];
    /** Of the one backend at `/`; with more of them the routing policy has their addresses. */
    readonly api_backend: string | undefined;
    readonly policy_chain: readonly Policy[];
    readonly proxy_rules: readonly ProxyRule[];
  };
};

export type ProxyRule = Omit<MappingRule, 'owner'> & {
  readonly metric_system_name: string;
  readonly owner_type: 'Proxy' | 'BackendApi';
  readonly owner_id: number;
};

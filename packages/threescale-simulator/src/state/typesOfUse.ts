import type { Stamped } from './types';

/** Of plans of every kind. */
export type Plan = Stamped & {
  readonly name: string;
  readonly system_name: string;
  readonly state: 'hidden' | 'published';
  readonly setup_fee: number;
  readonly cost_per_month: number;
  readonly trial_period_days: number;
  readonly cancellation_period: number;
  readonly approval_required: boolean;
};

/** Application plan or service plan, by the table that it is in. */
export type ServicesPlan = Plan & { readonly service_id: number };

export const PERIODS = [
  'eternity',
  'year',
  'month',
  'week',
  'day',
  'hour',
  'minute',
] as const;

export type Limit = Stamped & {
  readonly plan_id: number;
  readonly metric_id: number;
  readonly period: (typeof PERIODS)[number];
  readonly value: number;
};

export type Account = Stamped & {
  readonly org_name: string;
  readonly state: 'approved' | 'pending' | 'rejected' | 'created';
};

export type User = Stamped & {
  readonly account_id: number;
  readonly username: string;
  readonly email: string;
  readonly role: 'admin' | 'member';
  readonly state: 'pending' | 'active' | 'suspended';
};

export type Application = Stamped & {
  readonly account_id: number;
  readonly service_id: number;
  readonly plan_id: number;
  readonly name: string;
  readonly description: string;
  readonly state: 'live' | 'suspended' | 'pending';
  readonly user_key: string;
};

/** That an account may see a service and ask for applications of it. */
export type Subscription = Stamped & {
  readonly account_id: number;
  readonly service_id: number;
  readonly plan_id: number;
  readonly state: 'live' | 'pending' | 'suspended';
};

export type ActiveDoc = Stamped & {
  readonly system_name: string;
  readonly name: string;
  readonly description?: string;
  readonly published: boolean;
  readonly skip_swagger_validations: boolean;
  /** The definition, as JSON text. */
  readonly body: string;
  readonly service_id?: number;
};

/** A login of the developer portal. */
export type AuthenticationProvider = Stamped & {
  readonly kind: 'keycloak' | 'auth0' | 'github';
  readonly account_type: 'developer' | 'provider';
  readonly name: string;
  readonly system_name: string;
  readonly client_id: string;
  /** In clear, as the real API gives it. */
  readonly client_secret: string;
  /** The realm's URL. */
  readonly site: string;
  readonly published: boolean;
  readonly automatically_approve_accounts: boolean;
  readonly skip_ssl_certificate_verification: boolean;
};

/** The tenant's own account. */
export type Provider = Stamped & {
  readonly org_name: string;
  readonly timezone: string;
  readonly domain: string;
  readonly admin_domain: string;
  readonly base_url: string;
  readonly admin_base_url: string;
  readonly from_email: string;
  readonly support_email: string;
  readonly finance_support_email: string;
  /** Empty: everybody may open the developer portal. */
  readonly site_access_code: string;
};

export type Settings = Readonly<Record<string, string | boolean>>;

export type CmsTemplate = Stamped & {
  readonly type:
    | 'page'
    | 'layout'
    | 'partial'
    | 'builtin_page'
    | 'builtin_partial';
  readonly system_name?: string;
  readonly title?: string;
  readonly path?: string;
  readonly section_id?: number;
  readonly layout_name?: string;
  readonly content_type?: string;
  readonly handler?: string;
  readonly liquid_enabled: boolean;
  readonly draft?: string;
  readonly published?: string;
};

export type CmsSection = Stamped & {
  readonly title: string;
  readonly system_name: string;
  readonly partial_path: string;
  readonly parent_id?: number;
  readonly public: boolean;
};

export type CmsFile = Stamped & {
  readonly path: string;
  readonly section_id: number;
  readonly downloadable: boolean;
  readonly content_type: string;
  readonly title: string;
  readonly content: string;
};

export const SCOPES = [
  'account_management',
  'cms',
  'policy_registry',
  'stats',
  'finance',
] as const;

export type AccessToken = {
  readonly value: string;
  readonly permission: 'ro' | 'rw';
  readonly scopes: readonly (typeof SCOPES)[number][];
};

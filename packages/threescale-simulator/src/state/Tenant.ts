import { Table } from './Table';
import type {
  BackendApi,
  BackendUsage,
  Environment,
  MappingRule,
  Metric,
  Proxy,
  ProxyConfig,
  Service,
} from './types';
import type {
  AccessToken,
  Account,
  ActiveDoc,
  Application,
  AuthenticationProvider,
  CmsFile,
  CmsSection,
  CmsTemplate,
  Limit,
  Plan,
  Provider,
  ServicesPlan,
  Settings,
  Subscription,
  User,
} from './typesOfUse';

/** What is deleted for readers, and still to be cleared. */
export type Clearing = {
  readonly type: 'service' | 'backend_api' | 'account';
  readonly id: number;
  readonly run: () => void;
};

export type TenantOptions = {
  /** Part of host names; default `maas`. */
  readonly name?: string;
  /** Default `apps.example.com`. */
  readonly wildcardDomain?: string;
  readonly adminUrl?: string;
  readonly portalUrl?: string;
  /** Where the gateway answers for a product; by default as 3scale's templates say. */
  readonly endpointOf?: (systemName: string, at: Environment) => string;
  /** Makes keys and tokens; by default counted, so that runs are equal. */
  readonly secret?: (what: string) => string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
};

/** One tenant of 3scale in memory. What may be done with it is in the modules beside this one. */
export class Tenant {
  readonly name: string;
  readonly wildcardDomain: string;
  readonly services: Table<Service>;
  readonly backends: Table<BackendApi>;
  readonly usages: Table<BackendUsage>;
  readonly metrics: Table<Metric>;
  readonly rules: Table<MappingRule>;
  readonly configs: Table<ProxyConfig>;
  readonly applicationPlans: Table<ServicesPlan>;
  readonly servicePlans: Table<ServicesPlan>;
  readonly accountPlans: Table<Plan>;
  readonly limits: Table<Limit>;
  readonly accounts: Table<Account>;
  readonly users: Table<User>;
  readonly applications: Table<Application>;
  readonly subscriptions: Table<Subscription>;
  readonly activeDocs: Table<ActiveDoc>;
  readonly authenticationProviders: Table<AuthenticationProvider>;
  readonly templates: Table<CmsTemplate>;
  readonly sections: Table<CmsSection>;
  readonly files: Table<CmsFile>;
  /** By the id of their service. */
  readonly proxies = new Map<number, Proxy>();
  readonly tokens: AccessToken[] = [];
  /** Deleted, and their rows still to be cleared in the background. */
  readonly clearing: Clearing[] = [];
  provider: Provider;
  settings: Settings = {};
  readonly #options: TenantOptions;
  #lastId = 1;
  #lastSecret = 0;

  constructor(options: TenantOptions = {}) {
    this.#options = options;
    this.name = options.name ?? 'maas';
    this.wildcardDomain = options.wildcardDomain ?? 'apps.example.com';
    const nextId = () => this.nextId();
    this.services = new Table(nextId);
    this.backends = new Table(nextId);
    this.usages = new Table(nextId);
    this.metrics = new Table(nextId);
    this.rules = new Table(nextId);
    this.configs = new Table(nextId);
    this.applicationPlans = new Table(nextId);
    this.servicePlans = new Table(nextId);
    this.accountPlans = new Table(nextId);
    this.limits = new Table(nextId);
    this.accounts = new Table(nextId);
    this.users = new Table(nextId);
    this.applications = new Table(nextId);
    this.subscriptions = new Table(nextId);
    this.activeDocs = new Table(nextId);
    this.authenticationProviders = new Table(nextId);
    this.templates = new Table(nextId);
    this.sections = new Table(nextId);
    this.files = new Table(nextId);
    this.provider = this.#newProvider();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** As the API writes times. */
  time(): string {
    const now = this.#options.now ?? Date.now;
    return new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  stamp(): { created_at: string; updated_at: string } {
    const time = this.time();
    return { created_at: time, updated_at: time };
  }

  secret(what: string): string {
    if (this.#options.secret) {
      return this.#options.secret(what);
    }
    this.#lastSecret += 1;
    return `${what}-${String(this.#lastSecret).padStart(24, '0')}`;
  }

  endpointOf(systemName: string, at: Environment): string {
    if (this.#options.endpointOf) {
      return this.#options.endpointOf(systemName, at);
    }
    const label = systemName.toLowerCase().replace(/[^a-z0-9-]/g, '-');
    const where = at === 'sandbox' ? 'staging' : 'production';
    return `https://${label}-${this.name}-apicast-${where}.${this.wildcardDomain}:443`;
  }

  /** Ends what goes on in the background: clears what was deleted. */
  clear(): void {
    for (const { run } of this.clearing.splice(0)) {
      run();
    }
  }

  #newProvider(): Provider {
    const { adminUrl, portalUrl } = this.#options;
    const base = portalUrl ?? `https://${this.name}.${this.wildcardDomain}`;
    const admin =
      adminUrl ?? `https://${this.name}-admin.${this.wildcardDomain}`;
    return {
      ...{ id: this.nextId(), ...this.stamp() },
      org_name: 'Provider Name',
      timezone: 'UTC',
      domain: new URL(base).host,
      admin_domain: new URL(admin).host,
      base_url: base,
      admin_base_url: admin,
      from_email: '',
      support_email: '',
      finance_support_email: '',
      site_access_code: this.secret('access-code').slice(-10),
    };
  }
}

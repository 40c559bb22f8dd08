import type {
  AdminApiError,
  AdminApiWriter,
  LoginChange,
  NewTemplate,
  ProviderChange,
} from '../threescale/adminApi';
import type {
  Account,
  ActiveDoc,
  Application,
  AuthenticationProvider,
  Backend,
  BackendUsage,
  Plan,
  ProxyConfig,
  Provider,
  Service,
  Subscription,
  Template,
} from '../threescale/adminApi';

/** What a tenant should be like. Whatever is left out is left as it is. */
export type WantedTenant = {
  readonly emails?: Pick<
    ProviderChange,
    'fromEmail' | 'supportEmail' | 'financeSupportEmail'
  >;
  /** Everybody may open the developer portal. */
  readonly openPortal: boolean;
  /** The product and backend of every new tenant go, if nobody uses them. */
  readonly removeSample: boolean;
  /** Each product has a service plan that developers get without asking. */
  readonly defaultServicePlans: boolean;
  /** Login of the portal by Keycloak (Red Hat SSO). */
  readonly login?: Omit<LoginChange, 'published' | 'approvesAccounts'>;
  /** Our pages: models, how to get a key, snippets. */
  readonly portal: boolean;
  /** Pages at our paths that somebody else made are replaced. */
  readonly replacePages: boolean;
  /** Every developer sees every product. */
  readonly subscribeAccounts: boolean;
};

/** What was read, or why it could not be. */
export type Seen<T> = { readonly value: T } | { readonly error: AdminApiError };

export type SeenService = Service & {
  readonly usages: readonly BackendUsage[];
  readonly servicePlans: readonly Plan[];
  /** Absent when it was not asked for. */
  readonly applications?: readonly Application[];
};

/** `undefined`: this release cannot tell (up to 2.14). */
export type SeenAccount = Account & {
  readonly subscriptions: readonly Subscription[] | undefined;
};

/** What a tenant is like. */
export type ObservedTenant = {
  readonly url: string;
  readonly provider: Seen<Provider>;
  readonly services: Seen<readonly SeenService[]>;
  readonly backends: Seen<readonly Backend[]>;
  readonly activeDocs: Seen<readonly ActiveDoc[]>;
  readonly applicationPlans: Seen<readonly Plan[]>;
  readonly sandbox: Seen<readonly ProxyConfig[]>;
  readonly production: Seen<readonly ProxyConfig[]>;
  readonly logins?: Seen<readonly AuthenticationProvider[]>;
  readonly templates?: Seen<readonly Template[]>;
  readonly accounts?: Seen<readonly SeenAccount[]>;
};

/**
 * | state | meaning |
 * |---|---|
 * | done | as wanted |
 * | todo | set-up changes it |
 * | later | set-up changes it once something else is there: run it again then |
 * | manual | only people can do it; the link says where |
 * | blocked | cannot be done as it is; the next step says why |
 */
export type StepState = 'done' | 'todo' | 'later' | 'manual' | 'blocked';

/** One thing of the set-up. */
export type Step = {
  /** Stays the same over releases. */
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** What is there. */
  readonly found: string;
  /** What to do, or what will be done. */
  readonly nextStep?: string;
  /** Of `todo`, in this order. */
  readonly actions: readonly Action[];
};

/** One write, in words, and how it is made. */
export type Action = {
  readonly title: string;
  readonly run: (api: AdminApiWriter) => Promise<unknown>;
};

export type WantedPage = NewTemplate;

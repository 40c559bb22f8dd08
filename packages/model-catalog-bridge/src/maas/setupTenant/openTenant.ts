import {
  type AdminApi,
  adminUrlOf,
  createAdminApi,
  isAdminApiError,
  judgePrerequisites,
  type PrerequisiteFacts,
  readPrerequisites,
  type Step,
  type TenantCredential,
  waitUntilReady,
  type WantedTenant,
} from '@model-catalog/maas';
import {
  createHttpClient,
  delay,
  type HttpClient,
  type KubernetesClient,
  messageOf,
  proxyFor,
} from '@model-catalog/node';
import { ConfigError, connect, parseDuration } from '@model-catalog/service';
import { given, type ToolShell } from '../../tools/shell';
import type { TenantFlags } from './flags';
import { clientSecretOf, credentialOf, fileText, type Found } from './secrets';

export type TenantOptions = ToolShell & { flags: TenantFlags };

/** A tenant to be looked at; steps say what stands in the way. */
export type OpenTenant = {
  readonly url?: string;
  readonly api?: AdminApi;
  readonly http: HttpClient;
  readonly wanted: WantedTenant;
  /** Prerequisites, and what is missing of what was given. */
  readonly steps: readonly Step[];
  close(): Promise<void>;
};

const TOKEN = { id: 'tenant.token', title: 'Token of the tenant' };
const SECRET = { id: 'sso.secret', title: "Secret of the portal's client" };
const CLUSTER = { id: 'cluster', title: 'Cluster' };
const CERTIFICATES = { id: 'certificates', title: 'Certificates' };
const NO_SECRET = 'Give --sso-secret-file or --sso-secret';
const LOOK_EVERY_MS = 10_000;

const blocked = (
  step: { id: string; title: string },
  found: string,
  nextStep: string,
): Step => ({ ...step, state: 'blocked', found, nextStep, actions: [] });

async function openCluster({ environment, flags }: TenantOptions) {
  if (!flags.cluster) {
    return undefined;
  }
  try {
    return (await connect(environment)).client;
  } catch (error) {
    if (error instanceof ConfigError) {
      return undefined;
    }
    throw error;
  }
}

async function lookAtCluster(
  client: KubernetesClient,
  { flags, signal, writeError }: TenantOptions,
): Promise<{ steps: readonly Step[]; facts?: PrerequisiteFacts }> {
  let facts: PrerequisiteFacts | undefined;
  const steps = await waitUntilReady({
    forMs: parseDuration(given(flags.wait) ?? '0s') ?? 0,
    everyMs: LOOK_EVERY_MS,
    look: async () => {
      facts = await readPrerequisites(client, flags.namespace);
      return judgePrerequisites(facts);
    },
    onChange: (waitingFor, leftMs) => {
      const what = waitingFor.map(({ title, found }) => `${title}: ${found}`);
      const left = Math.ceil(leftMs / 60_000);
      writeError(`Waiting, at most ${left} min: ${what.join('; ')}\n`);
    },
    delay: ms => delay(ms, signal),
    now: Date.now,
    signal,
  });
  return { steps, facts };
}

/** What the flags ask for. */
function wantedOf(
  flags: TenantFlags,
  clientSecret: Found<string> | undefined,
): WantedTenant {
  const emails = {
    fromEmail: given(flags.fromEmail),
    supportEmail: given(flags.supportEmail),
    financeSupportEmail: given(flags.financeEmail),
  };
  const site = given(flags.ssoRealm);
  return {
    ...(Object.values(emails).some(Boolean) && { emails }),
    openPortal: flags.accessCode,
    removeSample: flags.sample,
    defaultServicePlans: flags.defaultPlans,
    portal: flags.portal,
    replacePages: flags.replacePages === true,
    subscribeAccounts: flags.subscribe,
    ...(site !== undefined && {
      login: {
        ...{ clientId: flags.ssoClient, site: site.replace(/\/+$/, '') },
        skipsTls: flags.ssoInsecure === true,
        clientSecret:
          clientSecret && 'value' in clientSecret
            ? clientSecret.value
            : undefined,
      },
    }),
  };
}

type Place = {
  readonly url: string | undefined;
  readonly credential: Found<TenantCredential>;
};

/** The client, or the step that says what it lacks. */
function openApi(
  { url, credential }: Place,
  http: NonNullable<Parameters<typeof createAdminApi>[0]['http']>,
  { signal, writeError }: TenantOptions,
): AdminApi | Step {
  if ('why' in credential) {
    return blocked(TOKEN, credential.why, NO_TOKEN);
  }
  if (url === undefined) {
    const why = 'the address of the admin portal is not known';
    return blocked(TOKEN, why, 'Give --url');
  }
  const { token } = credential.value;
  try {
    return createAdminApi({
      ...{ url, http, signal, token: () => token },
      onProblem: problem => writeError(`${problem}\n`),
    });
  } catch (error) {
    if (isAdminApiError(error)) {
      return blocked(TOKEN, error.message, error.nextStep);
    }
    throw error;
  }
}

const NO_TOKEN =
  'Give --token-file, THREESCALE_TOKEN, or --token-secret with a kubeconfig that may read it; a token is made at <admin portal>/p/admin/user/access_tokens/new';

type Lookout = {
  readonly client?: KubernetesClient;
  readonly steps: readonly Step[];
  readonly facts?: PrerequisiteFacts;
};

async function lookOut(options: TenantOptions): Promise<Lookout> {
  const client = await openCluster(options);
  if (!client) {
    return { steps: [] };
  }
  try {
    return { client, ...(await lookAtCluster(client, options)) };
  } catch (error) {
    const step = 'Look whether the cluster answers';
    return { client, steps: [blocked(CLUSTER, messageOf(error), step)] };
  }
}

/** Trust and proxy for all that is asked. */
async function settingsOf({ flags, environment }: TenantOptions) {
  const file = given(flags.caFile);
  const ca = file === undefined ? undefined : await fileText(file);
  const steps =
    ca && 'why' in ca
      ? [blocked(CERTIFICATES, ca.why, 'Give a file with certificates in PEM')]
      : [];
  const http = {
    tls: ca && 'value' in ca ? { caPem: ca.value } : undefined,
    proxy: (url: string) => proxyFor(url, environment),
  };
  return { http, steps };
}

/** Given, else as the Secret says it, else where the route is. */
const urlOf = (
  { flags, environment }: TenantOptions,
  credential: TenantCredential | undefined,
  facts: PrerequisiteFacts | undefined,
): string | undefined =>
  given(flags.url) ??
  given(environment.THREESCALE_ADMIN_URL) ??
  credential?.adminUrl ??
  (facts && adminUrlOf(facts));

/** Finds the tenant and what it is to be like. What is missing becomes a step that says what to do. */
export async function openTenant(options: TenantOptions): Promise<OpenTenant> {
  const { flags, environment } = options;
  const settings = await settingsOf(options);
  const { client, facts, ...seen } = await lookOut(options);
  const secret = await clientSecretOf(flags, client);
  const credential = await credentialOf(flags, environment, client);
  await client?.close();
  const found = 'value' in credential ? credential.value : undefined;
  const url = urlOf(options, found, facts);
  const opened = openApi({ url, credential }, settings.http, options);
  const http = createHttpClient(settings.http);
  const api = 'state' in opened ? undefined : opened;
  return {
    ...{ url, api, http, wanted: wantedOf(flags, secret) },
    steps: [
      ...settings.steps,
      ...seen.steps,
      ...(secret && 'why' in secret
        ? [blocked(SECRET, secret.why, NO_SECRET)]
        : []),
      ...('state' in opened ? [opened] : []),
    ],
    close: async () => {
      await api?.close();
      await http.close();
    },
  };
}

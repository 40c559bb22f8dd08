import { parseDuration } from '@model-catalog/service';
import { type Command, Option } from 'commander';
import { given, isUrl } from '../../tools/shell';

/** What both commands about the tenant are given. */
export type TenantFlags = {
  url?: string;
  tokenFile?: string;
  tokenSecret: string;
  namespace: string;
  cluster: boolean;
  caFile?: string;
  ssoRealm?: string;
  ssoClient: string;
  ssoSecretFile?: string;
  ssoSecret?: string;
  ssoInsecure?: boolean;
  keycloakUser?: string;
  keycloakPasswordFile?: string;
  fromEmail?: string;
  supportEmail?: string;
  financeEmail?: string;
  accessCode: boolean;
  sample: boolean;
  defaultPlans: boolean;
  portal: boolean;
  replacePages?: boolean;
  subscribe: boolean;
  wait?: string;
  json?: boolean;
};

function withPlace(command: Command): Command {
  return command
    .option(
      '--url <url>',
      "the tenant's admin portal (THREESCALE_ADMIN_URL; by default the route in the cluster)",
    )
    .option(
      '--token-file <file>',
      'its access token (THREESCALE_TOKEN_FILE; THREESCALE_TOKEN); never as an argument, which others could read',
    )
    .option(
      '--token-secret <name>',
      'Secret of the namespace with the token: ADMIN_ACCESS_TOKEN, or adminURL and token',
      'system-seed',
    )
    .option('--namespace <name>', 'namespace of 3scale', '3scale')
    .option('--no-cluster', 'do not look at the cluster')
    .option(
      '--ca-file <file>',
      'certificates (PEM) to trust besides the others',
    )
    .option(
      '--wait <duration>',
      'wait for the cluster to have all that is needed, e.g. 20m',
    );
}

function withSso(command: Command): Command {
  return command
    .option(
      '--sso-realm <url>',
      'realm for the login of the portal, e.g. https://sso.example.com/realms/maas',
    )
    .option('--sso-client <id>', 'client of the portal in the realm', '3scale')
    .option('--sso-secret-file <file>', "the client's secret")
    .option(
      '--sso-secret <[namespace/]name:key>',
      "the client's secret, in a Secret of the cluster",
    )
    .addOption(
      new Option(
        '--sso-insecure',
        'let the portal take any certificate of the SSO; never for more than a trial',
      ),
    )
    .option(
      '--keycloak-user <name>',
      "administrator of Keycloak, to correct the client's redirect (KEYCLOAK_USER)",
    )
    .option(
      '--keycloak-password-file <file>',
      "the administrator's password (KEYCLOAK_PASSWORD_FILE)",
    );
}

function withWanted(command: Command): Command {
  return command
    .option('--from-email <address>', '3scale writes from it')
    .option('--support-email <address>', 'developers write to it')
    .option('--finance-email <address>', 'developers write to it about costs')
    .option('--no-access-code', 'leave the access code of the portal as it is')
    .option('--no-sample', 'leave the sample product and backend')
    .option('--no-default-plans', 'leave service plans as they are')
    .option('--no-portal', 'leave the pages of the portal as they are')
    .option(
      '--replace-pages',
      'replace pages at /models that somebody else made',
    )
    .option('--no-subscribe', 'leave subscriptions as they are')
    .option('--json', 'as {"tenant", "steps"}');
}

/** The flags of `maas check` and `maas setup-tenant`. */
export const withTenantFlags = (command: Command): Command =>
  withWanted(withSso(withPlace(command)));

/** What cannot be understood, if anything. */
export function problemIn(flags: TenantFlags): string | undefined {
  const urls = [
    ['--url', given(flags.url)],
    ['--sso-realm', given(flags.ssoRealm)],
  ] as const;
  for (const [name, value] of urls) {
    if (value !== undefined && !isUrl(value)) {
      return `${name}: "${value}" is no http or https URL`;
    }
  }
  if (flags.ssoRealm && !/\/realms\/[^/]+\/?$/.test(flags.ssoRealm)) {
    return '--sso-realm: the URL ends with /realms/<name of the realm>';
  }
  const wait = given(flags.wait);
  if (wait !== undefined && parseDuration(wait) === undefined) {
    return '--wait: a duration with its unit is needed, e.g. 20m';
  }
  if (flags.ssoSecret && !/^([^/:]+\/)?[^/:]+:[^/:]+$/.test(flags.ssoSecret)) {
    return '--sso-secret: [namespace/]name:key is needed';
  }
  return undefined;
}

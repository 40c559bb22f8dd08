import { type Fields, flag, oneOf, requiredText, text } from './fields';
import { found, invalid } from './Refused';
import { newSystemName } from './systemName';
import type { Tenant } from './Tenant';
import type { AuthenticationProvider, Provider, Settings } from './typesOfUse';

const KINDS = ['keycloak', 'auth0', 'github'] as const;

/** All that the API lets change of the tenant's account: not its name, not its time zone. */
const OPEN = [
  'from_email',
  'support_email',
  'finance_support_email',
  'site_access_code',
] as const;

export function updateProvider(tenant: Tenant, fields: Fields): Provider {
  const changes: Partial<Record<(typeof OPEN)[number], string>> = {};
  for (const name of OPEN) {
    const value = text(fields, name);
    if (value === undefined) {
      continue;
    }
    if (name.endsWith('_email') && value !== '' && !/^\S+@\S+$/.test(value)) {
      throw invalid(name, 'is invalid');
    }
    changes[name] = value;
  }
  const time = { updated_at: tenant.time() };
  tenant.provider = { ...tenant.provider, ...changes, ...time };
  return tenant.provider;
}

/** Settings of a tenant as they are at first. */
export const FRESH_SETTINGS: Settings = {
  useraccountarea_enabled: true,
  hide_service: false,
  signups_enabled: true,
  account_approval_required: false,
  public_search: false,
  account_plans_ui_visible: false,
  change_account_plan_permission: 'request',
  service_plans_ui_visible: false,
  change_service_plan_permission: 'request',
  enforce_sso: false,
};

export function updateSettings(tenant: Tenant, fields: Fields): Settings {
  const next = { ...tenant.settings };
  for (const [name, value] of Object.entries(tenant.settings)) {
    const asked =
      typeof value === 'boolean' ? flag(fields, name) : text(fields, name);
    if (asked !== undefined) {
      next[name] = asked;
    }
  }
  tenant.settings = next;
  return next;
}

/** Where the login of the portal sends people back to. */
export const callbackOf = (
  tenant: Tenant,
  { system_name }: AuthenticationProvider,
): string => `${tenant.provider.base_url}/auth/${system_name}/callback`;

function siteOf(fields: Fields): string | undefined {
  const site = text(fields, 'site');
  if (site !== undefined && !/^https?:\/\/\S+$/.test(site)) {
    throw invalid('site', 'is invalid');
  }
  return site;
}

/** A login for the developer portal; there is one of each kind. */
export function createAuthenticationProvider(
  tenant: Tenant,
  fields: Fields,
): AuthenticationProvider {
  const kind = oneOf(fields, 'kind', KINDS);
  if (!kind) {
    throw invalid('kind', "can't be blank");
  }
  if (tenant.authenticationProviders.find(one => one.kind === kind)) {
    throw invalid('kind', 'has already been taken');
  }
  const name = text(fields, 'name') || kind;
  const site = siteOf(fields);
  if (kind === 'keycloak' && !site) {
    throw invalid('site', "can't be blank");
  }
  const systemName = newSystemName(
    fields,
    `${kind}_${tenant.secret('sso').slice(-6)}`,
    taken =>
      tenant.authenticationProviders
        .list()
        .some(one => one.system_name === taken),
  );
  const secrets = {
    client_id: requiredText(fields, 'client_id'),
    client_secret: requiredText(fields, 'client_secret'),
  };
  return tenant.authenticationProviders.insert(id => ({
    ...{ id, ...tenant.stamp(), kind, account_type: 'developer', name },
    ...{ system_name: systemName, ...secrets, site: site ?? '' },
    published: flag(fields, 'published') ?? false,
    automatically_approve_accounts:
      flag(fields, 'automatically_approve_accounts') ?? false,
    skip_ssl_certificate_verification:
      flag(fields, 'skip_ssl_certificate_verification') ?? false,
  }));
}

export function updateAuthenticationProvider(
  tenant: Tenant,
  id: number,
  fields: Fields,
): AuthenticationProvider {
  const now = found(tenant.authenticationProviders.get(id));
  return tenant.authenticationProviders.put({
    ...now,
    client_id: text(fields, 'client_id') || now.client_id,
    client_secret: text(fields, 'client_secret') || now.client_secret,
    site: siteOf(fields) ?? now.site,
    published: flag(fields, 'published') ?? now.published,
    automatically_approve_accounts:
      flag(fields, 'automatically_approve_accounts') ??
      now.automatically_approve_accounts,
    skip_ssl_certificate_verification:
      flag(fields, 'skip_ssl_certificate_verification') ??
      now.skip_ssl_certificate_verification,
    updated_at: tenant.time(),
  });
}

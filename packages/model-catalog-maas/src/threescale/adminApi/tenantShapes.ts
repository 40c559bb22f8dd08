import { z } from 'zod/v4';

const Text = z
  .string()
  .nullish()
  .transform(value => value || undefined);

/** Whether there is an access code is told, not which. */
export const ProviderShape = z
  .object({
    account: z.object({
      id: z.int(),
      org_name: Text,
      domain: Text,
      admin_domain: Text,
      base_url: Text,
      admin_base_url: Text,
      from_email: Text,
      support_email: Text,
      finance_support_email: Text,
      site_access_code: Text,
    }),
  })
  .transform(({ account }) => ({
    ...{ id: account.id, orgName: account.org_name },
    portalUrl:
      account.base_url ?? (account.domain && `https://${account.domain}`),
    adminUrl:
      account.admin_base_url ??
      (account.admin_domain && `https://${account.admin_domain}`),
    fromEmail: account.from_email,
    supportEmail: account.support_email,
    financeSupportEmail: account.finance_support_email,
    hasAccessCode: account.site_access_code !== undefined,
  }));

export const AccountShape = z
  .object({
    account: z.object({ id: z.int(), org_name: z.string(), state: Text }),
  })
  .transform(({ account: { id, org_name, state } }) => ({
    ...{ id, orgName: org_name, state },
  }));

/** Without its key. */
export const ApplicationShape = z
  .object({
    application: z.object({
      ...{ id: z.int(), account_id: z.int(), service_id: z.int() },
      ...{ plan_id: z.int(), name: Text, description: Text, state: Text },
    }),
  })
  .transform(({ application: read }) => ({
    ...{ id: read.id, name: read.name, state: read.state },
    description: read.description,
    ...{ accountId: read.account_id, serviceId: read.service_id },
    planId: read.plan_id,
  }));

export const SubscriptionShape = z
  .object({
    service_subscription: z.object({
      ...{ id: z.int(), plan_id: z.int(), service_id: z.int() },
      state: Text,
    }),
  })
  .transform(({ service_subscription: read }) => ({
    ...{ id: read.id, planId: read.plan_id },
    ...{ serviceId: read.service_id, state: read.state },
  }));

const AuthenticationProvider = z.object({
  ...{ id: z.int(), kind: z.string(), name: Text, system_name: Text },
  ...{ client_id: Text, client_secret: Text, site: Text, callback_url: Text },
  published: z.boolean().nullish(),
  automatically_approve_accounts: z.boolean().nullish(),
  skip_ssl_certificate_verification: z.boolean().nullish(),
});

/** The secret is compared here with the one that is wanted, and goes no further. */
export const authenticationProviderShape = (wantedSecret?: string) =>
  z
    .object({ authentication_provider: AuthenticationProvider })
    .transform(({ authentication_provider: read }) => ({
      ...{ id: read.id, kind: read.kind, name: read.name },
      ...{ systemName: read.system_name, clientId: read.client_id },
      /** URL of the realm. */
      site: read.site,
      published: read.published === true,
      approvesAccounts: read.automatically_approve_accounts === true,
      skipsTls: read.skip_ssl_certificate_verification === true,
      callbackUrl: read.callback_url,
      /** Absent when no secret was given to compare with. */
      hasWantedSecret:
        wantedSecret === undefined
          ? undefined
          : read.client_secret === wantedSecret,
    }));

/** A page, layout or partial of the developer portal. */
export const TemplateShape = z
  .object({
    ...{ id: z.int(), type: z.string(), system_name: Text, title: Text },
    ...{ path: Text, draft: Text, published: Text, content_type: Text },
    layout_id: z.int().nullish(),
    liquid_enabled: z.boolean().nullish(),
  })
  .transform(read => ({
    ...{ id: read.id, type: read.type, systemName: read.system_name },
    ...{ title: read.title, path: read.path },
    ...{ draft: read.draft, published: read.published },
    layoutId: read.layout_id ?? undefined,
    liquid: read.liquid_enabled === true,
  }));

export type Provider = z.infer<typeof ProviderShape>;
export type Account = z.infer<typeof AccountShape>;
export type Application = z.infer<typeof ApplicationShape>;
export type Subscription = z.infer<typeof SubscriptionShape>;
export type AuthenticationProvider = z.infer<
  ReturnType<typeof authenticationProviderShape>
>;
export type Template = z.infer<typeof TemplateShape>;

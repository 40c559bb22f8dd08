import { type Door, type Form, order, send } from './door';
import { ServicePlanShape } from './shapes';
import {
  ApplicationShape,
  authenticationProviderShape,
  ProviderShape,
  SubscriptionShape,
  TemplateShape,
} from './tenantShapes';

/** What the API lets change of the tenant's account; an empty access code opens the portal. */
export type ProviderChange = {
  readonly fromEmail?: string;
  readonly supportEmail?: string;
  readonly financeSupportEmail?: string;
  readonly accessCode?: string;
};

export type LoginChange = {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** URL of the realm. */
  readonly site: string;
  readonly published: boolean;
  readonly approvesAccounts: boolean;
  readonly skipsTls: boolean;
};

export type NewTemplate = {
  readonly type: 'page' | 'partial' | 'layout';
  readonly systemName: string;
  readonly title: string;
  readonly path?: string;
  readonly layoutName?: string;
  readonly contentType?: string;
  readonly draft: string;
};

const loginForm = (login: LoginChange): Form => ({
  client_id: login.clientId,
  client_secret: login.clientSecret,
  site: login.site,
  published: login.published,
  automatically_approve_accounts: login.approvesAccounts,
  skip_ssl_certificate_verification: login.skipsTls,
});

const templateForm = (template: Omit<NewTemplate, 'type'>): Form => ({
  system_name: template.systemName,
  title: template.title,
  path: template.path,
  layout_name: template.layoutName,
  content_type: template.contentType,
  liquid_enabled: true,
  draft: template.draft,
});

/** Developers: what they may see and have. */
function writingUse(door: Door) {
  return {
    /** 404 on releases up to 2.14. */
    subscribe: (accountId: number, planId: number) =>
      send(
        door,
        {
          method: 'POST',
          path: `accounts/${accountId}/service_subscriptions.json`,
          form: { 'service_subscription[plan_id]': planId },
        },
        SubscriptionShape,
      ),
    createApplication: (
      accountId: number,
      { planId, name, description }: NewApplication,
    ) =>
      send(
        door,
        {
          ...{
            method: 'POST',
            path: `accounts/${accountId}/applications.json`,
          },
          form: { plan_id: planId, name, description },
        },
        ApplicationShape,
      ),
    deleteApplication: (accountId: number, id: number) =>
      order(door, {
        method: 'DELETE',
        path: `accounts/${accountId}/applications/${id}.json`,
      }),
  };
}

/** The developer portal: its login and its pages. */
function writingPortal(door: Door) {
  return {
    createKeycloakLogin: (name: string, login: LoginChange) =>
      send(
        door,
        {
          ...{ method: 'POST', path: 'authentication_providers.json' },
          form: { kind: 'keycloak', name, ...loginForm(login) },
        },
        authenticationProviderShape(login.clientSecret),
      ),
    updateLogin: (id: number, login: LoginChange) =>
      send(
        door,
        {
          ...{ method: 'PUT', path: `authentication_providers/${id}.json` },
          form: loginForm(login),
        },
        authenticationProviderShape(login.clientSecret),
      ),
    createTemplate: ({ type, ...template }: NewTemplate) =>
      send(
        door,
        {
          ...{ method: 'POST', path: 'cms/templates.json' },
          form: { type, ...templateForm(template) },
        },
        TemplateShape,
      ),
    /** Changes the draft; see {@link publishTemplate}. */
    updateTemplate: (id: number, template: Omit<NewTemplate, 'type'>) =>
      send(
        door,
        {
          ...{ method: 'PUT', path: `cms/templates/${id}.json` },
          form: templateForm(template),
        },
        TemplateShape,
      ),
    publishTemplate: (id: number) =>
      send(
        door,
        { method: 'PUT', path: `cms/templates/${id}/publish.json` },
        TemplateShape,
      ),
  };
}

/** The tenant and its products. */
function writingTenant(door: Door) {
  return {
    updateProvider: (change: ProviderChange) =>
      send(
        door,
        {
          ...{ method: 'PUT', path: 'provider.json' },
          form: {
            from_email: change.fromEmail,
            support_email: change.supportEmail,
            finance_support_email: change.financeSupportEmail,
            site_access_code: change.accessCode,
          },
        },
        ProviderShape,
      ),
    setDefaultServicePlan: (serviceId: number, planId: number) =>
      send(
        door,
        {
          method: 'PUT',
          path: `services/${serviceId}/service_plans/${planId}/default.json`,
        },
        ServicePlanShape,
      ),
    deleteService: (id: number) =>
      order(door, { method: 'DELETE', path: `services/${id}.json` }),
    deleteBackend: (id: number) =>
      order(door, { method: 'DELETE', path: `backend_apis/${id}.json` }),
    deleteBackendUsage: (serviceId: number, id: number) =>
      order(door, {
        method: 'DELETE',
        path: `services/${serviceId}/backend_usages/${id}.json`,
      }),
  };
}

export type NewApplication = {
  readonly planId: number;
  readonly name: string;
  readonly description: string;
};

/** All that is written: the tenant's set-up, not what is published. Needs `rw`. */
export const writing = (door: Door) => ({
  ...writingTenant(door),
  ...writingUse(door),
  ...writingPortal(door),
});

export type AdminApiWriter = ReturnType<typeof writing>;

import {
  loginOf,
  observeTenant,
  type Step,
  walkLogin,
} from '@model-catalog/maas';
import type { ToolExit } from '../../tools/shell';
import {
  type OpenTenant,
  openTenant,
  type TenantOptions,
} from '../setupTenant/openTenant';
import { stepsNow } from '../setupTenant/runSetupTenant';
import { jsonOf, tableOf } from '../setupTenant/show';

export type CheckOptions = TenantOptions & {
  /** Walks the portal's login up to the form of the SSO. */
  login?: boolean;
};

const LOGIN = { id: 'login', title: 'Walk of the login' };

const notWalked = (found: string): Step => ({
  ...{ ...LOGIN, state: 'blocked', found, actions: [] },
  nextStep: 'Add it: maas setup-tenant --sso-realm <url of the realm>',
});

/** What people go through who press the button of the portal. */
async function loginSteps({ api, http, wanted }: OpenTenant): Promise<Step[]> {
  if (!api) {
    return [];
  }
  const observed = await observeTenant(api, {
    ...{ ...wanted, portal: false, subscribeAccounts: false },
    // Only to be read: which realm it should be is said by another step.
    login: wanted.login ?? { clientId: '', site: '', skipsTls: false },
  });
  const login = loginOf(observed);
  const { provider } = observed;
  const portalUrl = 'value' in provider ? provider.value.portalUrl : undefined;
  const { site, systemName, clientId } = login ?? {};
  if (!portalUrl || !site || !systemName || !clientId) {
    return [notWalked('the portal has no login by Keycloak')];
  }
  return walkLogin(http, { portalUrl, site, systemName, clientId });
}

/**
 * Looks at what models as a service needs of 3scale, and changes nothing.
 *
 * @returns 0 when all is as it should be, 1 when something is to be done or in the way
 */
export async function runCheck(options: CheckOptions): Promise<ToolExit> {
  const { write, flags, login } = options;
  const tenant = await openTenant(options);
  try {
    const steps = [
      ...(await stepsNow(tenant, options)),
      ...(login ? await loginSteps(tenant) : []),
    ];
    write(
      flags.json
        ? jsonOf({ tenant: tenant.url, steps })
        : `Tenant ${tenant.url ?? 'unknown'}\n\n${tableOf(steps)}`,
    );
    const isMissing = steps.some(
      ({ state }) => state === 'todo' || state === 'blocked',
    );
    return isMissing ? 1 : 0;
  } finally {
    await tenant.close();
  }
}

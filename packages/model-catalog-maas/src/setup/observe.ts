import {
  type AdminApiReader,
  AdminApiError,
  isAdminApiError,
} from '../threescale/adminApi';
import type {
  ObservedTenant,
  Seen,
  SeenAccount,
  SeenService,
  WantedTenant,
} from './types';

const AT_ONCE = 4;

/** Failures of the API are part of what is seen; bugs are not. */
async function seen<T>(read: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (isAdminApiError(error)) {
      return { error };
    }
    throw error;
  }
}

/** A few at once: the Admin API is shared with the operator and with people. */
export async function mapFew<A, B>(
  items: readonly A[],
  work: (item: A) => Promise<B>,
): Promise<B[]> {
  const results: B[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(
      ...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))),
    );
  }
  return results;
}

/** Applications only of what may be the sample: there may be very many. */
async function readServices(api: AdminApiReader): Promise<SeenService[]> {
  return mapFew(await api.services(), async service => ({
    ...service,
    usages: await api.backendUsages(service.id),
    servicePlans: await api.servicePlans(service.id),
    applications:
      service.systemName === 'api'
        ? await api.applications(service.id)
        : undefined,
  }));
}

/** Releases up to 2.14 answer 404 for subscriptions of an account that is there. */
async function readAccounts(api: AdminApiReader): Promise<SeenAccount[]> {
  const accounts = await api.accounts();
  let isKnown = true;
  return mapFew(accounts, async account => {
    const subscriptions = isKnown
      ? await api.subscriptions(account.id).catch(error => {
          if (isAdminApiError(error, 'not-found')) {
            isKnown = false;
            return undefined;
          }
          throw error;
        })
      : undefined;
    return { ...account, subscriptions };
  });
}

/** Reads what the set-up needs to know; only what is wanted is asked for. */
export async function observeTenant(
  api: AdminApiReader & { readonly url: string },
  wanted: WantedTenant,
): Promise<ObservedTenant> {
  const provider = await seen(() => api.provider());
  if ('error' in provider && provider.error.kind !== 'not-found') {
    return unreadable(api.url, provider.error);
  }
  return {
    ...{ url: api.url, provider },
    services: await seen(() => readServices(api)),
    backends: await seen(() => api.backends()),
    activeDocs: await seen(() => api.activeDocs()),
    applicationPlans: await seen(() => api.applicationPlans()),
    sandbox: await seen(() => api.proxyConfigs('sandbox')),
    production: await seen(() => api.proxyConfigs('production')),
    ...(wanted.login && {
      logins: await seen(() =>
        api.authenticationProviders(wanted.login?.clientSecret),
      ),
    }),
    ...(wanted.portal && { templates: await seen(() => api.templates()) }),
    ...(wanted.subscribeAccounts && {
      accounts: await seen(() => readAccounts(api)),
    }),
  };
}

/** Where the first call fails, the others would as well: they are not made. */
function unreadable(url: string, error: AdminApiError): ObservedTenant {
  const failed = { error };
  return {
    ...{ url, provider: failed, services: failed, backends: failed },
    ...{ activeDocs: failed, applicationPlans: failed },
    ...{ sandbox: failed, production: failed, logins: failed },
    ...{ templates: failed, accounts: failed },
  };
}

import type { Plan } from '../../threescale/adminApi';
import type {
  Action,
  ObservedTenant,
  SeenAccount,
  SeenService,
  Step,
  WantedTenant,
} from '../types';
import { sampleOf } from './sample';
import {
  counted,
  done,
  failureIn,
  needs,
  todo,
  unread,
  valueOf,
} from './steps';

const PLANS = { id: 'products.default-plan', title: 'Default service plans' };
const ACCOUNTS = { id: 'accounts.subscribed', title: 'Developers subscribed' };
const MAX_NAMED = 5;

const some = (names: readonly string[]): string => {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
};

/** Everything but the sample, which is to go. */
export function keptServices(
  observed: ObservedTenant,
  wanted: WantedTenant,
): readonly SeenService[] {
  const sample = wanted.removeSample ? sampleOf(observed) : undefined;
  return (valueOf(observed.services) ?? []).filter(
    ({ id }) => id !== sample?.id,
  );
}

/** The default one, else `default`, else the first. */
export const servicePlanOf = ({
  servicePlans,
}: SeenService): Plan | undefined =>
  servicePlans.find(plan => plan.isDefault) ??
  servicePlans.find(plan => plan.systemName === 'default') ??
  servicePlans[0];

/** Without a default service plan developers do not see the product. */
export function defaultPlanSteps(
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] {
  if (!wanted.defaultServicePlans) {
    return [];
  }
  const error = failureIn(observed.services);
  if (error) {
    return [unread(PLANS, error)];
  }
  const services = keptServices(observed, wanted);
  const without = services.filter(
    ({ servicePlans }) => !servicePlans.some(plan => plan.isDefault),
  );
  const planless = without.filter(one => one.servicePlans.length === 0);
  if (planless.length > 0) {
    return [
      needs('blocked', PLANS, {
        found: `no service plan at all: ${some(
          planless.map(one => one.systemName),
        )}`,
        nextStep: `Make one: ${observed.url}/apiconfig/services/${planless[0]?.id}`,
      }),
    ];
  }
  const actions = without.flatMap((service): Action[] => {
    const plan = servicePlanOf(service);
    return plan
      ? [
          {
            title: `make ${plan.name} the default service plan of ${service.systemName}`,
            run: api => api.setDefaultServicePlan(service.id, plan.id),
          },
        ]
      : [];
  });
  return [
    actions.length > 0
      ? todo(
          PLANS,
          `missing: ${some(without.map(one => one.systemName))}`,
          actions,
        )
      : done(PLANS, `of ${counted(services.length, 'product')}`),
  ];
}

function missingFor(
  account: SeenAccount,
  services: readonly SeenService[],
): SeenService[] {
  const has = new Set(account.subscriptions?.map(({ serviceId }) => serviceId));
  return services.filter(({ id }) => !has.has(id));
}

/** The subscription stays when the application that brought it is gone. */
function dummyAction(
  account: SeenAccount,
  service: SeenService,
  plan: Plan,
): Action {
  return {
    title: `subscribe ${account.orgName} to ${service.systemName} (by an application that is deleted again)`,
    run: async api => {
      const made = await api.createApplication(account.id, {
        ...{ planId: plan.id, name: 'maas-set-up' },
        description: 'Subscribes this account; deleted again at once',
      });
      await api.deleteApplication(account.id, made.id);
    },
  };
}

function actionsFor(
  account: SeenAccount,
  services: readonly SeenService[],
  observed: ObservedTenant,
): Action[] {
  const applicationPlans = valueOf(observed.applicationPlans) ?? [];
  return missingFor(account, services).flatMap((service): Action[] => {
    if (account.subscriptions === undefined) {
      const plan = applicationPlans.find(
        one => one.serviceId === service.id && one.published,
      );
      return plan ? [dummyAction(account, service, plan)] : [];
    }
    const plan = servicePlanOf(service);
    return plan
      ? [
          {
            title: `subscribe ${account.orgName} to ${service.systemName}`,
            run: api => api.subscribe(account.id, plan.id),
          },
        ]
      : [];
  });
}

/**
 * Accounts that were there before a product do not see it until they are
 * subscribed to it.
 *
 * | release | how | safe to repeat |
 * |---|---|---|
 * | with service_subscriptions | subscribed | yes, nothing is done twice |
 * | up to 2.14 | an application is made and deleted | yes, but done again, as it cannot be read |
 */
export function subscriptionSteps(
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] {
  const { accounts, services, applicationPlans } = observed;
  if (!wanted.subscribeAccounts) {
    return [];
  }
  const error = failureIn(accounts, services, applicationPlans);
  if (error) {
    return [unread(ACCOUNTS, error)];
  }
  const kept = keptServices(observed, wanted);
  const approved = (valueOf(accounts) ?? []).filter(
    ({ state }) => state === undefined || state === 'approved',
  );
  const actions = approved.flatMap(one => actionsFor(one, kept, observed));
  const isOld = approved.some(one => one.subscriptions === undefined);
  const note = isOld
    ? ' (this release does not tell subscriptions: done each time)'
    : '';
  return [
    actions.length > 0
      ? todo(
          ACCOUNTS,
          `missing: ${counted(actions.length, 'subscription')}${note}`,
          actions,
        )
      : done(
          ACCOUNTS,
          `${counted(approved.length, 'account')}, ${counted(
            kept.length,
            'product',
          )}${note}`,
        ),
  ];
}

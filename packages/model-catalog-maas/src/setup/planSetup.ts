import { accountSteps } from './plan/account';
import { loginSteps } from './plan/login';
import { pageSteps } from './plan/pages';
import { defaultPlanSteps, subscriptionSteps } from './plan/products';
import { sampleSteps } from './plan/sample';
import type { ObservedTenant, Step, WantedTenant } from './types';

/**
 * What is to be done so that a tenant is as wanted, in the order in which it
 * is done. Pure: the same tenant gives the same plan, and one that is as
 * wanted gives no action.
 */
export const planSetup = (
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] => [
  ...accountSteps(observed, wanted),
  ...loginSteps(observed, wanted),
  ...pageSteps(observed, wanted),
  ...sampleSteps(observed, wanted),
  ...defaultPlanSteps(observed, wanted),
  ...subscriptionSteps(observed, wanted),
];

/** Everything that will be written. */
export const actionsOf = (steps: readonly Step[]) =>
  steps.flatMap(({ actions }) => actions);

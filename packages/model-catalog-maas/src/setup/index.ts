export { applySetup, type Applied, type Progress } from './applySetup';
export { observeTenant } from './observe';
export { actionsOf, planSetup } from './planSetup';
export { loginOf } from './plan/login';
export type {
  Action,
  ObservedTenant,
  Step,
  StepState,
  WantedTenant,
} from './types';
export * from './prerequisites';
export * from './sso';

export { Approvals } from './Approvals';
export { namespaceLabelsOf } from './namespaces';
export * from './pipeline';
export * from './types';
export * from './wake';
export type { PlannedRun, PlanOptions } from './planRun';
export { recall, type Recollection } from './recall';

export { addressed } from './addressed';
export { cleanOpenApi, type CleanReading } from './cleanOpenApi';
export { LIMITS } from './limits';
export type { Offer, Protocol, Tensor } from './offers';
export { flawOf } from './plausible';
export {
  documentPaths,
  runtimeOf,
  teiOffers,
  usualOffers,
  type Runtime,
  type RuntimeHints,
} from './runtimes';
export { fromTemplates, titlesOf, type TemplateInput } from './templates/build';

export { createModelRegistrySource } from './createModelRegistrySource';
export type { ModelRegistryOptions } from './createModelRegistrySource';

/** The lists that are looked at for changes; `model_artifacts` leaves out metrics and the like. */
export const LISTS = [
  'registered_models',
  'model_versions',
  'inference_services',
  'serving_environments',
  'model_artifacts',
] as const;
export type ListName = (typeof LISTS)[number];

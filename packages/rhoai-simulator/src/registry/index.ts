export { ApiError } from './errors';
export { plainNotFound } from './http';
export { registryRouter } from './router';
export type { AlphaApi } from './router';
export type { RegistryRelease } from './release';
export { createRegistryState } from './state';
export type { RegistryState, RowKind } from './state';
export type { ListOptions } from './table';
export type {
  Artifact,
  ArtifactType,
  CustomProperties,
  InferenceService,
  MetadataValue,
  ModelVersion,
  Page,
  RegisteredModel,
  ServeModel,
  ServingEnvironment,
} from './types';
export type {
  ArtifactInput,
  ArtifactPatch,
  EnvironmentInput,
  EnvironmentPatch,
  ModelInput,
  ModelPatch,
  ServeInput,
  ServiceInput,
  ServicePatch,
  VersionInput,
  VersionPatch,
} from './inputs';

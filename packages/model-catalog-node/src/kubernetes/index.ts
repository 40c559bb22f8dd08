export * from './client';
export * from './config';
export { readKubeconfig, realFiles } from './kubeconfig';
export * from './loadConfig';
export * from './reflector';
export type { ReflectorOptions, ReflectorSettings } from './reflectorOptions';
export * from './types';
export type { ViewState } from './viewState';

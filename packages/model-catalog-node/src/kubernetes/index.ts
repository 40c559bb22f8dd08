export * from './client';
export * from './config';
export { readKubeconfig, realFiles } from './kubeconfig';
export * from './loadConfig';
export * from './types';

import type { KubernetesRequest } from '../KubernetesClient';
import { accessProbes } from './accessProbes';
import { absentProbes } from './absentProbes';
import { conflictProbes } from './conflictProbes';
import { invalidProbes } from './invalidProbes';
import { listProbes } from './listProbes';
import { CONFIG_MAPS, configMap, inferenceService, SERVERS } from './objects';
import type { Probe } from './Probe';

export type { Identity, Probe } from './Probe';

/** The objects that the probes are about: POST each before the first probe. */
export const PROBE_SEED: readonly KubernetesRequest[] = [
  {
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'probe' } },
  },
  { path: CONFIG_MAPS, body: configMap('store') },
  { path: SERVERS, body: inferenceService('granite') },
  { path: SERVERS, body: inferenceService('mistral') },
];

/** All probes; none of them changes anything. */
export const PROBES: readonly Probe[] = [
  ...accessProbes,
  ...absentProbes,
  ...conflictProbes,
  ...invalidProbes,
  ...listProbes,
];

import {
  CONFIG_MAPS,
  SERVERS,
  SERVING,
  configMap,
  inferenceService,
} from './objects';
import type { Probe } from './Probe';

/** Who may do what: 401 for a wrong token, 403 with what was asked for. */
export const accessProbes: readonly Probe[] = [
  { name: 'a wrong token', as: 'wrong-token', path: SERVERS },
  { name: 'no token', as: 'anonymous', path: SERVERS },
  {
    name: 'list of all namespaces without the right',
    as: 'limited',
    path: `${SERVING}/v1beta1/inferenceservices`,
  },
  {
    name: 'list of a namespace without the right',
    as: 'limited',
    path: SERVERS,
  },
  {
    name: 'watch without the right',
    as: 'limited',
    path: `${SERVERS}?watch=true`,
  },
  { name: 'get without the right', as: 'limited', path: `${SERVERS}/granite` },
  {
    name: 'get of what is not there without the right',
    as: 'limited',
    path: `${SERVERS}/nowhere`,
  },
  {
    name: 'create without the right',
    as: 'limited',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other'),
  },
  {
    name: 'status update without the right',
    as: 'limited',
    method: 'PUT',
    path: `${SERVERS}/granite/status`,
    body: inferenceService('granite'),
  },
  {
    name: 'delete without the right',
    as: 'limited',
    method: 'DELETE',
    path: `${CONFIG_MAPS}/store`,
  },
];

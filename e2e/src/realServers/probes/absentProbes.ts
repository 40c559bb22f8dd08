import { CONFIG_MAPS, SERVERS, SERVING, configMap } from './objects';
import type { Probe } from './Probe';

/** What is not there: objects answer a Status, unknown paths plain text. */
export const absentProbes: readonly Probe[] = [
  {
    name: 'get of an InferenceService that is not there',
    path: `${SERVERS}/nowhere`,
  },
  {
    name: 'get of a ConfigMap that is not there',
    path: `${CONFIG_MAPS}/nowhere`,
  },
  {
    name: 'delete of a ConfigMap that is not there',
    method: 'DELETE',
    path: `${CONFIG_MAPS}/nowhere`,
  },
  {
    name: 'list in a namespace that is not there',
    path: '/api/v1/namespaces/nowhere/configmaps',
  },
  {
    name: 'create in a namespace that is not there',
    method: 'POST',
    path: '/api/v1/namespaces/nowhere/configmaps',
    body: configMap('store', { namespace: 'nowhere' }),
  },
  {
    name: 'a group that is not served',
    path: '/apis/nowhere.example.com/v1/things',
  },
  {
    name: 'a version that is not served',
    path: `${SERVING}/v9/inferenceservices`,
  },
  { name: 'a kind that is not served', path: `${SERVING}/v1beta1/things` },
  {
    name: 'a subresource that is not served',
    path: `${SERVERS}/granite/scale`,
  },
  {
    name: 'a method that is not allowed',
    method: 'POST',
    path: `${CONFIG_MAPS}/store`,
    body: configMap('store'),
  },
];

import {
  CONFIG_MAPS,
  SERVERS,
  MERGE_PATCH,
  STALE,
  configMap,
  inferenceService,
} from './objects';
import type { Probe } from './Probe';

/** Writes that come too late or a second time. */
export const conflictProbes: readonly Probe[] = [
  {
    name: 'create of an InferenceService that is there',
    method: 'POST',
    path: SERVERS,
    body: inferenceService('granite'),
  },
  {
    name: 'create of a ConfigMap that is there',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('store'),
  },
  {
    name: 'update of an InferenceService with a stale resourceVersion',
    method: 'PUT',
    path: `${SERVERS}/granite`,
    body: inferenceService('granite', STALE),
  },
  {
    name: 'update of a status with a stale resourceVersion',
    method: 'PUT',
    path: `${SERVERS}/granite/status`,
    body: inferenceService('granite', STALE),
  },
  {
    name: 'update of a ConfigMap with a stale resourceVersion',
    method: 'PUT',
    path: `${CONFIG_MAPS}/store`,
    body: configMap('store', STALE),
  },
  {
    name: 'merge patch with a stale resourceVersion',
    method: 'PATCH',
    path: `${CONFIG_MAPS}/store`,
    contentType: MERGE_PATCH,
    body: { metadata: STALE },
  },
  {
    name: 'update with another uid',
    method: 'PUT',
    path: `${CONFIG_MAPS}/store`,
    body: configMap('store', { uid: '00000000-0000-0000-0000-000000000000' }),
  },
  {
    name: 'delete with a stale resourceVersion as precondition',
    method: 'DELETE',
    path: `${CONFIG_MAPS}/store`,
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: STALE },
  },
  {
    name: 'update of an InferenceService without resourceVersion',
    method: 'PUT',
    path: `${SERVERS}/granite`,
    body: inferenceService('granite'),
  },
  {
    name: 'update of a ConfigMap that is not there',
    method: 'PUT',
    path: `${CONFIG_MAPS}/nowhere`,
    body: configMap('nowhere'),
  },
  {
    name: 'update of a ConfigMap that is not there, with resourceVersion',
    method: 'PUT',
    path: `${CONFIG_MAPS}/nowhere`,
    body: configMap('nowhere', STALE),
  },
  {
    name: 'create with a resourceVersion',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other', STALE),
  },
];

import { CONFIG_MAPS, SERVERS, configMap, filled } from './objects';
import type { Probe } from './Probe';

/** Writes that no server may take. */
export const invalidProbes: readonly Probe[] = [
  {
    name: 'create of a ConfigMap of more than 1 MiB',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('big', {}, filled(1024 * 1024 + 1)),
  },
  {
    name: 'update of a ConfigMap to more than 1 MiB',
    method: 'PUT',
    path: `${CONFIG_MAPS}/store`,
    body: configMap('store', {}, filled(1024 * 1024 + 1)),
  },
  {
    name: 'create with a request of more than 3 MiB',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('huge', {}, filled(3 * 1024 * 1024)),
  },
  {
    name: 'create of a ConfigMap with a key that is not allowed',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other', {}, { 'a/b': '' }),
  },
  {
    name: 'create of a ConfigMap with binaryData that is no base64',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other', {}, { blob: '%%%' }),
  },
  {
    name: 'create with a name that is not allowed',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('Other_Name'),
  },
  {
    name: 'create without a name',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap(''),
  },
  {
    name: 'create with a label that is not allowed',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other', { labels: { digest: 'sha256:abc' } }),
  },
  {
    name: 'create with another namespace than the path',
    method: 'POST',
    path: CONFIG_MAPS,
    body: configMap('other', { namespace: 'default' }),
  },
  {
    name: 'update with another name than the path',
    method: 'PUT',
    path: `${CONFIG_MAPS}/store`,
    body: configMap('other'),
  },
  {
    name: 'create of another kind than the path',
    method: 'POST',
    path: SERVERS,
    body: configMap('other'),
  },
  {
    name: 'create from what is no JSON',
    method: 'POST',
    path: CONFIG_MAPS,
    body: '{"apiVersion":',
  },
  {
    name: 'create from another media type',
    method: 'POST',
    path: CONFIG_MAPS,
    contentType: 'text/plain',
    body: 'x',
  },
  {
    name: 'patch of another media type',
    method: 'PATCH',
    path: `${CONFIG_MAPS}/store`,
    body: {},
  },
  {
    name: 'strategic merge patch of an InferenceService',
    method: 'PATCH',
    path: `${SERVERS}/granite`,
    contentType: 'application/strategic-merge-patch+json',
    body: {},
  },
  {
    name: 'json patch whose test fails',
    method: 'PATCH',
    path: `${CONFIG_MAPS}/store`,
    contentType: 'application/json-patch+json',
    body: [{ op: 'test', path: '/metadata/name', value: 'x' }],
  },
];

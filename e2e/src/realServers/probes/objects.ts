export const CONFIG_MAPS = '/api/v1/namespaces/probe/configmaps';
export const SERVING = '/apis/serving.kserve.io';
export const SERVERS = `${SERVING}/v1beta1/namespaces/probe/inferenceservices`;
export const MERGE_PATCH = 'application/merge-patch+json';

export function configMap(name: string, metadata = {}, binaryData = {}) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'probe', ...metadata },
    binaryData,
  };
}

export function inferenceService(name: string, metadata = {}) {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, namespace: 'probe', ...metadata },
    spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
  };
}

export function filled(bytes: number) {
  return { blob: Buffer.alloc(bytes).toString('base64') };
}

export const STALE = { resourceVersion: '1' };

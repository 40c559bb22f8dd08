import { parseAllDocuments } from 'yaml';
import { readManifests } from '../fromManifests';

export const objects = (text: string): unknown[] =>
  parseAllDocuments(text).map(document => document.toJS());

export const RUNTIME = `
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: { name: vllm, namespace: demo }
spec:
  containers:
    - name: kserve-container
      image: quay.io/modh/vllm:rhoai-2.12
      args: [--port=8080, '--served-model-name={{.Name}}']
      ports: [{ containerPort: 8080, name: http1, protocol: TCP }]
`;

export const server = (
  spec = 'model: { modelFormat: { name: vLLM }, runtime: vllm }',
  annotations = '{}',
) => `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: granite
  namespace: demo
  uid: uid-1
  creationTimestamp: '2026-01-01T00:00:00Z'
  labels: { maas.rhdh.io/publish: 'true' }
  annotations: ${annotations}
spec:
  predictor:
    ${spec}
`;

type Port = { name?: string; port: number; targetPort?: number | string };

export const service = (
  name: string,
  ports: readonly Port[],
  more: {
    clusterIP?: string;
    type?: string;
    labels?: object;
    uid?: string;
  } = {},
) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name,
    namespace: 'demo',
    labels: more.labels,
    ownerReferences: [{ uid: more.uid ?? 'uid-other' }],
  },
  spec: { type: more.type, clusterIP: more.clusterIP ?? '172.30.0.1', ports },
});

export const http = { name: 'http', port: 80, targetPort: 8080 };
export const token = '{ security.opendatahub.io/enable-auth: "true" }';

export const read = (text: string, ...services: unknown[]) => {
  const { servers, issues } = readManifests([...objects(text), ...services]);
  return { server: servers[0], issues };
};

export const LLM = `
apiVersion: serving.kserve.io/v1alpha1
kind: LLMInferenceService
metadata:
  name: qwen
  namespace: demo
  uid: uid-2
  labels: { maas.rhdh.io/publish: 'true' }
spec: { model: { uri: 'hf://Qwen/Qwen3', name: Qwen/Qwen3 } }
`;

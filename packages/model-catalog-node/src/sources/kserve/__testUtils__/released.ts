import { condition, objectOf, type Parts } from './objects';

/** InferenceServices as each release and deployment mode writes them, by what they show. */
export const RELEASED: Readonly<Record<string, Parts>> = {
  /** RHOAI 3.x: raw deployment with a Route and a proxy that wants tokens. */
  standardExposed: {
    annotations: {
      'openshift.io/display-name': 'Granite 3.1 8B',
      'serving.kserve.io/deploymentMode': 'Standard',
      'security.opendatahub.io/enable-auth': 'true',
    },
    labels: { 'networking.kserve.io/visibility': 'exposed' },
    predictor: {
      minReplicas: 1,
      maxReplicas: 1,
      model: {
        modelFormat: { name: 'vLLM', version: '1' },
        runtime: 'granite',
        storageUri: 'oci://registry.example.com/granite:1',
        args: ['--max-model-len=4096', '--served-model-name={{.Name}}'],
        resources: {
          requests: { cpu: '2', memory: '8Gi', 'nvidia.com/gpu': '1' },
          limits: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' },
        },
      },
    },
    status: {
      url: 'https://granite-demo.apps.example.com',
      address: {
        url: 'https://granite-predictor.demo.svc.cluster.local:8443',
      },
      components: {
        predictor: { url: 'https://granite-demo.apps.example.com' },
      },
      conditions: [
        condition('IngressReady', 'True'),
        condition('PredictorReady', 'True'),
        condition('Ready', 'True'),
        condition('Stopped', 'False'),
      ],
      deploymentMode: 'Standard',
      modelStatus: {
        copies: { failedCopies: 0, totalCopies: 1 },
        states: { activeModelState: 'Loaded', targetModelState: 'Loaded' },
        transitionStatus: 'UpToDate',
      },
      servingRuntimeName: 'granite',
    },
  },
  /** RHOAI 2.x by the older name, reached inside of the cluster only. */
  rawInternal: {
    annotations: { 'serving.kserve.io/deploymentMode': 'RawDeployment' },
    predictor: {
      model: {
        modelFormat: { name: 'onnx' },
        storage: { key: 'aws-connection-models', path: 'onnx/mnist' },
      },
    },
    status: {
      url: 'http://granite-predictor.demo.svc.cluster.local',
      address: { url: 'http://granite-predictor.demo.svc.cluster.local' },
      conditions: [condition('Ready', 'True')],
      servingRuntimeName: 'kserve-ovms',
    },
  },
  /** RHOAI 2.x, the default mode there, which older releases do not write down. */
  serverless: {
    predictor: {
      minReplicas: 0,
      model: {
        modelFormat: { name: 'caikit' },
        storageUri: 's3://models/flan',
      },
    },
    status: {
      url: 'https://granite-demo.apps.example.com',
      address: { url: 'http://granite.demo.svc.cluster.local' },
      components: {
        predictor: {
          address: { url: 'http://granite-predictor.demo.svc.cluster.local' },
          latestCreatedRevision: 'granite-predictor-00001',
          latestReadyRevision: 'granite-predictor-00001',
          traffic: [{ latestRevision: true, percent: 100 }],
          url: 'https://granite-predictor-demo.apps.example.com',
        },
      },
      conditions: [condition('Ready', 'True')],
      modelStatus: {
        copies: { failedCopies: 0, totalCopies: 0 },
        states: { activeModelState: 'Loaded', targetModelState: 'Loaded' },
        transitionStatus: 'UpToDate',
      },
    },
  },
  /** RHOAI 2.x, many models on one server. */
  modelMesh: {
    annotations: { 'serving.kserve.io/deploymentMode': 'ModelMesh' },
    predictor: {
      model: {
        modelFormat: { name: 'openvino_ir', version: 'opset1' },
        runtime: 'ovms-1.x',
        storage: { key: 'aws-connection-models', path: 'openvino' },
      },
    },
    status: {
      url: 'grpc://modelmesh-serving.demo:8033',
      components: {
        predictor: {
          grpcUrl: 'grpc://modelmesh-serving.demo:8033',
          restUrl: 'http://modelmesh-serving.demo:8008',
          url: 'grpc://modelmesh-serving.demo:8033',
        },
      },
      conditions: [
        condition('PredictorReady', 'True'),
        condition('Ready', 'True'),
      ],
      modelStatus: {
        copies: { failedCopies: 0, totalCopies: 1 },
        states: { activeModelState: 'Loaded', targetModelState: '' },
        transitionStatus: 'UpToDate',
      },
    },
  },
  /** A model that cannot be loaded, and says so. */
  failed: {
    predictor: {
      model: { modelFormat: { name: 'vLLM' }, runtime: 'granite' },
    },
    status: {
      conditions: [
        condition('PredictorReady', 'False', {
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        }),
        condition('Ready', 'False', { reason: 'MinimumReplicasUnavailable' }),
      ],
      deploymentMode: 'Standard',
      modelStatus: {
        copies: { failedCopies: 1, totalCopies: 1 },
        lastFailureInfo: {
          exitCode: 1,
          reason: 'ModelLoadFailed',
          message: 'No such bucket',
        },
        states: { activeModelState: '', targetModelState: 'FailedToLoad' },
        transitionStatus: 'BlockedByFailedLoad',
      },
    },
  },
  /** A custom predictor: containers of one's own. */
  custom: {
    predictor: {
      containers: [
        { name: 'proxy', image: 'proxy:1' },
        {
          name: 'kserve-container',
          image: 'vllm:1',
          command: ['sh', '-c'],
          args: [
            'vllm serve /mnt/models --served-model-name tiny other --lora-modules sql=/a chat=/b --port 8080',
          ],
          env: [{ name: 'STORAGE_URI', value: 'hf://org/tiny' }],
          resources: { limits: { 'amd.com/gpu': 2 } },
        },
      ],
    },
    status: { conditions: [condition('Ready', 'Unknown')] },
  },
};

export const released = (name: keyof typeof RELEASED) =>
  objectOf(RELEASED[name]);

/** What a test says of an LLMInferenceService. */
export type LlmParts = {
  version?: 'v1alpha1' | 'v1alpha2';
  annotations?: Record<string, string>;
  metadata?: Record<string, unknown>;
  spec?: Record<string, unknown>;
  status?: unknown;
};

/** An LLMInferenceService as the API gives it. */
export function llmObjectOf(parts: LlmParts = {}) {
  const { version = 'v1alpha2', annotations, metadata, spec, status } = parts;
  return {
    apiVersion: `serving.kserve.io/${version}`,
    kind: 'LLMInferenceService',
    metadata: {
      name: 'qwen',
      namespace: 'demo',
      uid: 'u-llm',
      generation: 1,
      creationTimestamp: '2026-11-01T10:00:00Z',
      annotations,
      ...metadata,
    },
    spec: { model: { uri: 'hf://Qwen/Qwen3-0.6B' }, ...spec },
    status,
  };
}

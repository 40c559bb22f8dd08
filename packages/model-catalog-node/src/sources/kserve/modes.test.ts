import type { InferenceServer } from '../objects';
import { released, RELEASED } from './__testUtils__/released';
import { parseInferenceService } from './parse';

describe('an InferenceService', () => {
  it.each<[keyof typeof RELEASED, Partial<InferenceServer>]>([
    [
      'standardExposed',
      {
        displayName: 'Granite 3.1 8B',
        deploymentMode: 'standard',
        state: 'ready',
        externalUrl: 'https://granite-demo.apps.example.com',
        internalUrl: 'https://granite-predictor.demo.svc.cluster.local:8443',
        authentication: true,
        runtime: 'granite',
        modelFormat: 'vLLM',
        storageUri: 'oci://registry.example.com/granite:1',
        servedName: 'granite',
        resources: { cpu: '2', memory: '8Gi', 'nvidia.com/gpu': '1' },
      },
    ],
    [
      'rawInternal',
      {
        deploymentMode: 'standard',
        state: 'ready',
        externalUrl: undefined,
        internalUrl: 'http://granite-predictor.demo.svc.cluster.local',
        authentication: false,
        runtime: 'kserve-ovms',
        storageUri: undefined,
        storageKey: 'aws-connection-models',
        storagePath: 'onnx/mnist',
      },
    ],
    [
      'serverless',
      {
        deploymentMode: 'knative',
        state: 'scaled-to-zero',
        stateReason: 'no replica is running; the first request starts one',
        externalUrl: 'https://granite-demo.apps.example.com',
        internalUrl: 'http://granite.demo.svc.cluster.local',
        authentication: false,
        storageUri: 's3://models/flan',
      },
    ],
    [
      'modelMesh',
      {
        deploymentMode: 'modelmesh',
        state: 'ready',
        externalUrl: undefined,
        internalUrl: 'http://modelmesh-serving.demo:8008',
        authentication: undefined,
        runtime: 'ovms-1.x',
        storagePath: 'openvino',
      },
    ],
    [
      'failed',
      { state: 'failed', stateReason: 'ModelLoadFailed: No such bucket' },
    ],
    [
      'custom',
      {
        state: 'not-ready',
        servedName: 'tiny',
        loraAdapters: ['sql', 'chat'],
        storageUri: 'hf://org/tiny',
        resources: { 'amd.com/gpu': '2' },
        deploymentMode: undefined,
      },
    ],
  ])('in the form %s', (name, expected) => {
    const { server, issues } = parseInferenceService(released(name), 'local');

    expect(server).toMatchObject(expected);
    expect(issues).toEqual([]);
  });
});

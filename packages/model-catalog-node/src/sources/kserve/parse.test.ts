import type { InferenceServer } from '../objects';
import { condition, objectOf, Parts, serverOf } from './__testUtils__/objects';
import { parseInferenceService } from './parse';

describe('parseInferenceService', () => {
  it('takes over what identifies and describes a server', () => {
    const parsed = parseInferenceService(
      objectOf({
        annotations: {
          'openshift.io/display-name': 'Granite 3.1',
          'openshift.io/description': 'For chat',
        },
        predictor: {
          model: {
            modelFormat: { name: 'vLLM', version: '1' },
            runtime: 'granite-runtime',
            storageUri: 'oci://registry/granite:1',
          },
        },
        status: {
          url: 'https://granite-demo.apps.example.com',
          address: {
            url: 'https://granite-predictor.demo.svc.cluster.local:8443',
          },
          conditions: [condition('Ready', 'True')],
        },
      }),
      'local',
    );
    expect(parsed).toEqual({
      server: {
        id: 'demo/inferenceservice/granite',
        cluster: 'local',
        namespace: 'demo',
        resource: 'inferenceservice',
        name: 'granite',
        uid: 'u-1',
        generation: 2,
        createdAt: '2026-11-01T10:00:00Z',
        displayName: 'Granite 3.1',
        description: 'For chat',
        state: 'ready',
        externalUrl: 'https://granite-demo.apps.example.com',
        internalUrl: 'https://granite-predictor.demo.svc.cluster.local:8443',
        authentication: false,
        modelFormat: 'vLLM',
        runtime: 'granite-runtime',
        storageUri: 'oci://registry/granite:1',
        properties: {},
      },
      issues: [],
    });
  });

  describe('authentication', () => {
    const mode = { 'serving.kserve.io/deploymentMode': 'ModelMesh' };
    it.each<[Record<string, string> | undefined, boolean | undefined]>([
      [{ 'security.opendatahub.io/enable-auth': 'true' }, true],
      [{ 'security.opendatahub.io/enable-auth': 'TRUE' }, true],
      [{ 'security.opendatahub.io/enable-auth': 'false' }, false],
      [{ 'security.opendatahub.io/enable-auth': 'yes' }, false],
      [undefined, false],
      [mode, undefined],
      [{ ...mode, 'security.opendatahub.io/enable-auth': 'true' }, true],
    ])('with annotations %j is %s', (annotations, authentication) => {
      expect(serverOf({ annotations }).authentication).toBe(authentication);
    });
  });

  describe('the model', () => {
    it.each<[string, Parts, Partial<InferenceServer>]>([
      [
        'runtime from the status',
        { status: { servingRuntimeName: 'kserve-ovms' } },
        { runtime: 'kserve-ovms' },
      ],
      [
        'a framework of the older form',
        { predictor: { sklearn: { storageUri: 's3://b/m' } } },
        { modelFormat: 'sklearn', storageUri: 's3://b/m' },
      ],
      [
        'containers only',
        { predictor: { containers: [{ image: 'x' }] } },
        { modelFormat: undefined, storageUri: undefined },
      ],
      [
        'served name, one argument',
        {
          predictor: {
            model: { args: ['--port=80', '--served-model-name=g'] },
          },
        },
        { servedName: 'g' },
      ],
      [
        'served name, two arguments',
        {
          predictor: { containers: [{ args: ['--served-model-name', 'a/b'] }] },
        },
        { servedName: 'a/b' },
      ],
      [
        'served name as a template',
        { predictor: { model: { args: ['--served-model-name={{.Name}}'] } } },
        { servedName: 'granite' },
      ],
      [
        'served name as another template',
        { predictor: { model: { args: ['--served-model-name=$(MODEL)'] } } },
        { servedName: undefined },
      ],
      [
        'served name in quotes of a script',
        {
          predictor: {
            model: {
              command: ['sh', '-c'],
              args: [
                `vllm serve /m --served-model-name "g" --lora-modules '{"name": "l", "path": "/l"}'`,
              ],
            },
          },
        },
        { servedName: 'g', loraAdapters: ['l'] },
      ],
      [
        'served name missing',
        {
          predictor: { model: { args: ['--served-model-name', '--port=80'] } },
        },
        { servedName: undefined },
      ],
      [
        'link to a registry',
        {
          labels: {
            'modelregistry.opendatahub.io/registered-model-id': '3',
            'modelregistry.opendatahub.io/model-version-id': '7',
            'modelregistry.opendatahub.io/name': 'prod',
          },
        },
        { link: { registry: 'prod', modelId: '3', versionId: '7' } },
      ],
      [
        'link without a registry',
        { labels: { 'modelregistry.opendatahub.io/registered-model-id': '3' } },
        { link: { modelId: '3', registry: undefined, versionId: undefined } },
      ],
      [
        'no link by a version alone',
        { labels: { 'modelregistry.opendatahub.io/model-version-id': '7' } },
        { link: undefined },
      ],
    ])('%s', (_, parts, expected) => {
      expect(serverOf(parts)).toMatchObject(expected);
    });
  });

  describe('objects that cannot be understood', () => {
    it.each<[string, unknown, string, string]>([
      [
        'a wrong type deep inside',
        objectOf({ status: { url: 5 } }),
        'InferenceService demo/granite',
        'status.url',
      ],
      [
        'no spec',
        { ...objectOf(), spec: undefined },
        'InferenceService demo/granite',
        'spec',
      ],
      [
        'no name',
        objectOf({ metadata: { name: undefined } }),
        'InferenceService (without a name)',
        'metadata.name',
      ],
      ['no object', 'text', 'InferenceService (without a name)', ''],
    ])('%s', (_, raw, object, field) => {
      const { server, issues } = parseInferenceService(raw, 'local');
      expect(server).toBeUndefined();
      expect(issues[0]).toMatchObject({ object, field });
    });
  });
});

import { aServer, aVersion } from '../__testUtils__/builders';
import { modelOf, run } from '../__testUtils__/normalising';

/* eslint-disable no-script-url */
const SCRIPTS = [
  'javascript:alert(1)',
  ' JaVa\nScript:alert(1)',
  'data:text/html,x',
];

describe('what registry and project users write', () => {
  it.each(SCRIPTS)(
    'artifact %j goes to no reader, also not to plugins of before',
    uri => {
      const output = run({
        registryObjects: [
          aVersion({ artifactUris: [uri, 's3://bucket/model'] }),
        ],
      });
      const { artifacts, model } = modelOf(output);
      expect(artifacts).toEqual(['s3://bucket/model']);
      expect(model.artifactLocationURL).toBe('s3://bucket/model');
      expect(output.issues).toContainEqual(
        expect.objectContaining({
          field: 'uri',
          reason: expect.stringContaining('script'),
        }),
      );
    },
  );

  it.each(SCRIPTS)('storage URI %j of a server is none', uri => {
    const { artifacts, model } = modelOf(
      run({ servers: [aServer({ storageUri: uri, link: undefined })] }),
    );
    expect(artifacts).toEqual([]);
    expect(model.artifactLocationURL).toBeUndefined();
  });

  it.each([
    'backstage.io/managed-by-location',
    'rhdh.modelcatalog.io/source-key',
    'rhdh.io/ai-asset-source',
    'rhdh.io/anything',
    'argocd/app-name',
  ])(
    '%s, as an annotation or property, is no annotation of any record',
    key => {
      const properties = { [key]: 'forged-value' };
      const output = run({
        servers: [aServer({ properties })],
        registryObjects: [aVersion({ properties })],
      });
      for (const { record } of output.records) {
        expect(JSON.stringify(record)).not.toContain('forged-value');
      }
    },
  );
});

import { digestOf } from '@model-catalog/common';
import { objectOf, serverOf } from './__testUtils__/objects';
import { parseInferenceService } from './parse';

describe('overridesOf', () => {
  it.each([
    ['apitype', 'API Type'],
    ['description', 'Description'],
    ['ethics', 'Ethics'],
    ['homepageurl', 'Homepage URL'],
    ['howtouse', 'How to use'],
    ['license', 'License'],
    ['lifecycle', 'Lifecycle'],
    ['owner', 'Owner'],
    ['support', 'Support'],
    ['techdocs', 'TechDocs'],
    ['training', 'Training'],
    ['usage', 'Usage'],
  ])('%s becomes %s, and rhdh.io wins', (key, property) => {
    const old = { [`modelcatalogbridge.rhdh.io/${key}`]: 'old' };
    const between = {
      [`model-catalog-bridge.ai.redhat.com/${key}`]: 'between',
    };
    const current = { [`rhdh.io/${key}`]: 'new' };
    const unset = { [`rhdh.io/${key}`]: ' ' };
    const read = (annotations: Record<string, string>) =>
      serverOf({ annotations }).properties;
    expect(read(old)).toEqual({ [property]: 'old' });
    expect(read({ ...between, ...old })).toEqual({ [property]: 'between' });
    expect(read({ ...current, ...between, ...old })).toEqual({
      [property]: 'new',
    });
    expect(read({ ...old, ...unset })).toEqual({ [property]: 'old' });
  });

  it('keeps the model name and what only newer connectors read', () => {
    const annotations = {
      'rhdh.modelcatalog.io/model-name': 'granite-8b',
      'rhdh.io/catalog-model': 'ibm/granite',
      'modelcatalogbridge.rhdh.io/unknown': 'x',
      'example.com/owner': 'x',
    };
    expect(serverOf({ annotations }).properties).toEqual({
      'rhdh.modelcatalog.io/model-name': 'granite-8b',
      'rhdh.io/catalog-model': 'ibm/granite',
    });
  });

  it.each([
    [{ 'rhdh.modelcatalog.io/ignore': 'true' }, undefined, 'ignore', 'true'],
    [undefined, { 'rhdh.modelcatalog.io/ignore': 'true' }, 'ignore', 'true'],
    [
      { 'rhdh.modelcatalog.io/ignore': 'false' },
      { 'rhdh.modelcatalog.io/ignore': 'true' },
      'ignore',
      'false',
    ],
    [undefined, { 'rhdh.modelcatalog.io/include': 'true' }, 'include', 'true'],
    [
      { 'rhdh.modelcatalog.io/api-discovery': 'false' },
      undefined,
      'api-discovery',
      'false',
    ],
    [
      undefined,
      { 'rhdh.modelcatalog.io/model-name': 'x' },
      'model-name',
      undefined,
    ],
  ])(
    'of annotations %j and labels %j takes %s = %s',
    (annotations, labels, name, value) => {
      const { properties } = serverOf({ annotations, labels });
      expect(properties[`rhdh.modelcatalog.io/${name}`]).toBe(value);
    },
  );

  it('takes no property of JavaScript for one of ours', () => {
    const annotations = { 'modelcatalogbridge.rhdh.io/constructor': 'x' };
    expect(serverOf({ annotations }).properties).toEqual({});
  });

  it('carries the API definition beside the server', () => {
    const spec = '{"openapi":"3.1.0"}';
    const parsed = parseInferenceService(
      objectOf({ annotations: { 'rhdh.io/apispec': spec } }),
      'local',
    );
    expect(parsed.apiSpec?.text).toBe(spec);
    expect(parsed.server?.apiSpecDigest).toBe(digestOf(spec));
    expect(JSON.stringify(parsed.server)).not.toContain('openapi');
  });
});

import type { Entity } from '@backstage/catalog-model';
import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';
import { assetVersion } from './aiAsset';
import { checkAiModelServer } from './checkAiModelServer';
import type { Shape } from './types';
import { whyInvalid } from './validate';

const forms = (...shapes: Shape[]) =>
  new Map([[serverRecord('s').key, shapes]]);
const named = (name: string) =>
  modelRecord(name, {
    model: {
      ...modelRecord(name).model,
      annotations: { 'rhdh.modelcatalog.io/model-name': `org/${name}` },
    },
  });

describe('the shape ai-model-server', () => {
  const records = [named('a'), named('b'), serverRecord('s', ['a', 'b'])];

  it('shows a server as AiModelServerAPI, its models and its API as before', async () => {
    const { entities, issues } = draft.with({
      forms: forms('ai-model-server'),
    })(...records);
    expect(issues).toEqual([]);
    expect(entities.map(({ kind }) => kind)).toEqual([
      'Resource',
      'Resource',
      'AiModelServerAPI',
      'API',
    ]);
    expect(entities[2]).toMatchObject({
      apiVersion: 'backstage.io/v1alpha1',
      metadata: {
        name: 's',
        tags: ['auth-required'],
        links: [{ title: 'API', url: 'https://s.example.com' }],
        annotations: { 'rhdh.io/ai-asset-category': 'model-server' },
      },
      spec: {
        type: 'ai-model-server',
        lifecycle: 'production',
        owner: 'user:default/bob',
        serverType: 'openapi',
        serverUrl: 'https://s.example.com',
        requiresApiKey: true,
        models: { available: ['org/a', 'org/b'], default: 'org/a' },
        apiEntityRef: 'api:default/s',
      },
    });
    expect(entities[0]?.spec).toMatchObject({
      type: 'ai-model',
      dependencyOf: ['aimodelserverapi:default/s'],
    });
    for (const entity of entities) {
      expect(await whyInvalid(entity)).toBeUndefined();
    }
  });

  it('relates models to the Component while there are both', () => {
    const { entities } = draft.with({
      forms: forms('ai-model-server', 'classic'),
    })(...records);
    expect(entities.map(({ kind }) => kind).sort()).toEqual([
      'API',
      'AiModelServerAPI',
      'Component',
      'Resource',
      'Resource',
    ]);
    expect(entities[0]?.spec?.dependencyOf).toEqual(['component:default/s']);
  });

  it('says what callers speak with it, and does not say what is not known', () => {
    const base = serverRecord('s');
    const { entities } = draft.with({ forms: forms('ai-model-server') })({
      ...base,
      serverType: 'openai-v1',
      server: { ...base.server, authentication: undefined },
    });
    expect(entities[0]?.spec).toMatchObject({ serverType: 'openai-v1' });
    expect(entities[0]?.spec).not.toHaveProperty('requiresApiKey');
    expect(entities[0]?.spec).not.toHaveProperty('models');
  });
});

describe('the screens of Developer Hub', () => {
  it('find models by kind and type, with category, version and source', () => {
    const { entities } = draft(modelRecord('a'), serverRecord('s', ['a']));
    const found = entities.filter(
      ({ kind, spec }) => kind === 'Resource' && spec?.type === 'ai-model',
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.metadata).toMatchObject({
      labels: { 'rhdh.modelcatalog.io/registry': 'registry' },
      annotations: {
        'rhdh.io/ai-asset-category': 'ai-model',
        'rhdh.io/ai-asset-source': 'openshift-ai/registry',
        'rhdh.io/ai-asset-version': '1.0.0',
      },
    });
  });

  it.each([
    ['1.2.3', '1.2.3'],
    ['2.0.0-beta.1', '2.0.0-beta.1'],
    ['v1', '1.0.0'],
    ['1.10', '1.10.0'],
    [' V2.1 ', '2.1.0'],
    ['20260708', '0.0.0-20260708'],
    ['2026-07-08', '0.0.0-20260708'],
    ['a1b2c3d', '0.0.0-a1b2c3d'],
    ['deadbeef', '0.0.0-unknown'],
    ['latest', '0.0.0-unknown'],
    ['', '0.0.0-unknown'],
    ['9'.repeat(100), '0.0.0-unknown'],
  ])('are told version %j as %s', (written, shown) => {
    expect(assetVersion(written)).toBe(shown);
  });
});

describe('checkAiModelServer', () => {
  const entity = (spec: object, more: object = {}): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'AiModelServerAPI',
    metadata: { name: 's' },
    spec: {
      type: 'ai-model-server',
      lifecycle: 'production',
      owner: 'user:default/bob',
      serverType: 'openai-v1',
      serverUrl: 'https://s',
      ...spec,
    },
    ...more,
  });

  it('takes the least, and everything', async () => {
    expect(await checkAiModelServer(entity({}))).toBe(true);
    const models = { discoverable: true, available: ['a'], default: 'a' };
    const all = {
      models,
      requiresApiKey: true,
      system: 's',
      apiEntityRef: 'a',
    };
    const beta = { apiVersion: 'backstage.io/v1beta1' };
    expect(await checkAiModelServer(entity(all, beta))).toBe(true);
  });

  it('leaves other kinds to others', async () => {
    expect(await checkAiModelServer(entity({}, { kind: 'API' }))).toBe(false);
  });

  it.each([
    { type: 'openapi' },
    { lifecycle: '' },
    { owner: undefined },
    { serverType: undefined },
    { serverUrl: '' },
    { system: '' },
    { apiEntityRef: '' },
    { requiresApiKey: 'yes' },
    { models: [] },
    { models: { available: [''] } },
    { models: { default: '' } },
    { models: { discoverable: 1 } },
  ])('refuses %j', async spec => {
    await expect(checkAiModelServer(entity(spec))).rejects.toThrow('spec');
  });
});

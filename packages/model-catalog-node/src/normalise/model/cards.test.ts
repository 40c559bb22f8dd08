import { LANGUAGES, LICENSE, PROVIDER } from '@model-catalog/common';
import { aCatalogModel, aServer, aVersion } from '../../__testUtils__/builders';
import {
  modelOf,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';
import { comparableUri } from './artifactUri';

describe('the URI of an artifact', () => {
  it.each([
    ['hf://ibm/granite', 'hf://ibm/granite'],
    ['HF://ibm/granite/', 'hf://ibm/granite'],
    ['hf://IBM/granite', 'hf://IBM/granite'],
    ['S3://bucket/Path//', 's3://bucket/Path'],
    ['oci://Quay.io/Org/model:1.0', 'oci://quay.io/Org/model:1.0'],
    ['oci://quay.io/o/m@sha256:ab', 'oci://quay.io/o/m@sha256:ab'],
    [' https://E.com/a?b=C ', 'https://e.com/a?b=C'],
    ['pvc://claim/path', 'pvc://claim/path'],
    ['/mnt/models', undefined],
    ['quay.io/o/m:1', undefined],
    ['oci:///', undefined],
    ['', undefined],
  ])('%j is compared as %j', (uri, expected) => {
    expect(comparableUri(uri)).toBe(expected);
  });

  it.each([
    ['oci://quay.io/o/m:1', 'oci://quay.io/o/m:1.0'],
    ['oci://quay.io/o/m', 'oci://quay.io/o/m:latest'],
    ['oci://quay.io/o/m:1', 'oci://quay.io/o/m@sha256:ab'],
    ['s3://b/a', 's3://b/a/b'],
    ['hf://o/m', 'https://huggingface.co/o/m'],
  ])('%j is not %j', (a, b) => {
    expect(comparableUri(a)).not.toBe(comparableUri(b));
  });
});

const GRANITE = {
  id: 'org/ibm/granite',
  sourceId: 'org',
  sourceName: 'Organisation',
  name: 'ibm/granite',
  description: 'From the catalog',
  provider: 'IBM',
  license: 'apache-2.0',
  tasks: ['text-generation'],
  language: ['en', 'de'],
  artifactUris: ['oci://quay.io/ibm/granite:1.0'],
  cardDigest: 'digest',
};
const OTHER = { ...GRANITE, id: 'org/other', name: 'other', cardDigest: 'o' };

describe('a model of the catalog is found by its artifact', () => {
  it('for a server that no registry knows', () => {
    const output = run({
      servers: [aServer({ storageUri: 'OCI://quay.io/ibm/granite:1.0/' })],
      catalogModels: [aCatalogModel(GRANITE)],
    });
    const card = { key: 'org/ibm/granite', digest: 'digest' };
    const annotations = {
      [LICENSE]: 'Apache-2.0',
      [PROVIDER]: 'IBM',
      [LANGUAGES]: 'en, de',
    };
    const license = 'https://spdx.org/licenses/Apache-2.0.html';
    const tags = ['license-apache-2-0', 'text-generation'];
    expect(modelOf(output)).toMatchObject({
      card,
      model: {
        license,
        description: 'From the catalog',
        annotations,
        tags: expect.arrayContaining(tags),
      },
    });
    expect(serverOf(output)).toMatchObject({
      card,
      links: [{ title: 'License', url: license }],
      server: {
        description: 'From the catalog',
        annotations,
        tags: expect.arrayContaining(tags),
      },
    });
    expect(output.records.map(({ facets }) => facets)).toContainEqual(
      expect.objectContaining({ catalogModel: aCatalogModel(GRANITE) }),
    );
  });

  it('for a version of a registry without a link to the catalog', () => {
    const output = run({
      registryObjects: [
        aVersion({
          catalogLink: undefined,
          modelDescription: undefined,
          versionDescription: undefined,
          artifactUris: ['s3://b/c', 'oci://quay.io/ibm/granite:1.0'],
        }),
      ],
      catalogModels: [aCatalogModel(GRANITE)],
    });
    expect(modelOf(output)).toMatchObject({
      card: { key: 'org/ibm/granite' },
      model: { description: 'From the catalog' },
    });
  });

  it.each([
    ['the link wins over the artifact', 'other', 'org/other'],
    ['a link to nothing leaves it to the artifact', 'gone', 'org/ibm/granite'],
  ])('%s', (_, model, key) => {
    const output = run({
      registryObjects: [
        aVersion({
          catalogLink: { source: 'org', model },
          artifactUris: GRANITE.artifactUris,
        }),
      ],
      catalogModels: [
        aCatalogModel(GRANITE),
        aCatalogModel({ ...OTHER, artifactUris: [] }),
      ],
    });
    expect(modelOf(output).card?.key).toBe(key);
  });

  it('not when several differ, which is said once for each object', () => {
    const output = run({
      servers: [aServer({ storageUri: 'oci://quay.io/ibm/granite:1.0' })],
      catalogModels: [aCatalogModel(GRANITE), aCatalogModel(OTHER)],
    });
    expect(modelOf(output).card).toBeUndefined();
    expect(serverOf(output).card).toBeUndefined();
    const told = reasons(output).filter(text => /several models/.test(text));
    expect(told).toEqual([
      expect.stringMatching(/org\/ibm\/granite, org\/other/),
    ]);
  });

  it('of two sources that say the same one is taken, whatever their order', () => {
    const twin = {
      ...GRANITE,
      id: 'validated/ibm/granite',
      sourceId: 'validated',
    };
    for (const models of [
      [GRANITE, twin],
      [twin, GRANITE],
    ]) {
      const output = run({
        servers: [aServer({ storageUri: 'oci://quay.io/ibm/granite:1.0' })],
        catalogModels: models.map(aCatalogModel),
      });
      expect(modelOf(output).card?.key).toBe('org/ibm/granite');
    }
  });

  it('never by a beginning of it', () => {
    const output = run({
      servers: [aServer({ storageUri: 'oci://quay.io/ibm/granite' })],
      catalogModels: [aCatalogModel(GRANITE)],
    });
    expect(modelOf(output).card).toBeUndefined();
  });
});

describe('cards of several catalogs', () => {
  const of = (catalog: string, more: object = {}) =>
    run({
      servers: [aServer({ storageUri: 'oci://quay.io/ibm/granite:1.0' })],
      catalogModels: [aCatalogModel({ ...GRANITE, catalog, ...more })],
    });

  it('have keys of their own', () => {
    const keys = [
      of('model-catalog'),
      of('team'),
      of('team/org', { id: 'ibm/granite' }),
      of('team', { id: 'b' }),
    ].map(output => modelOf(output).card?.key);
    expect(keys).toEqual([
      'org/ibm/granite',
      '/team/org/ibm/granite',
      '/team%2Forg/ibm/granite',
      '/team/b',
    ]);
  });

  it('are those of the default catalog where both have a model', () => {
    const output = run({
      registryObjects: [
        aVersion({ catalogLink: { source: 'org', model: 'ibm/granite' } }),
      ],
      catalogModels: [
        aCatalogModel({ ...GRANITE, catalog: 'a-team', cardDigest: 'x' }),
        aCatalogModel(GRANITE),
      ],
    });
    expect(modelOf(output).card).toEqual({
      key: 'org/ibm/granite',
      digest: 'digest',
    });
  });
});

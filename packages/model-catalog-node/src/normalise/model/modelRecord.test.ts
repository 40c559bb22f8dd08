import { digestOf, INCLUDE } from '@model-catalog/common';
import { aCatalogModel, aVersion } from '../../__testUtils__/builders';
import { keysOf, modelOf, reasons, run } from '../../__testUtils__/normalising';

describe('the record of a version', () => {
  it('takes every field from its owner', () => {
    const output = run({
      registryObjects: [
        aVersion({
          modelDescription: 'IBM Granite',
          versionDescription: 'first',
          modelOwner: 'alice@corp.com',
          author: 'bob',
          labels: ['chat', 'Text Generation'],
          artifactUris: ['oci://registry.example.com/granite:1.0', 's3://b/g'],
          properties: {
            'How to use': 'https://example.com/how',
            'Homepage URL': 'https://example.com/home',
            License: 'https://www.apache.org/licenses/LICENSE-2.0',
            Lifecycle: 'production',
            Ethics: 'be kind',
          },
        }),
      ],
    });

    expect(modelOf(output)).toEqual({
      kind: 'model',
      key: 'version/public/granite-3.1-8b/1.0',
      name: 'granite-3.1-8b-1.0',
      uri: '/granite-3.1-8b/1.0/model-catalog.json',
      source: 'model-registry/public',
      title: 'granite-3.1-8b 1.0',
      ownerRef: 'user:default/alice',
      createdAt: '2026-01-01T00:00:00.000Z',
      previousName: 'granite-31-8b-10',
      artifacts: ['oci://registry.example.com/granite:1.0', 's3://b/g'],
      links: [{ title: 'Homepage', url: 'https://example.com/home' }],
      model: {
        name: 'granite-3.1-8b-1.0',
        owner: 'alice',
        lifecycle: 'production',
        description: 'IBM Granite\n\nfirst',
        tags: ['chat', 'text-generation'],
        artifactLocationURL: 'oci://registry.example.com/granite:1.0',
        howToUseURL: 'https://example.com/how',
        license: 'https://www.apache.org/licenses/LICENSE-2.0',
        ethics: 'be kind',
        annotations: {
          'rhdh.modelcatalog.io/model-name': 'granite-3.1-8b-1.0',
        },
      },
    });
    expect(output.issues).toEqual([]);
  });

  it.each([
    [
      'Owner',
      'kube:admin',
      /Owner: "kube:admin" is no user or group reference/,
    ],
    ['License', 'our own', /License: "our own" is no URL/],
    ['How to use', 'ask Bob', /How to use: is no http or https URL/],
    ['TechDocs', 'data:text/html,x', /TechDocs: is no http or https URL/],
    ['Homepage URL', 'ftp://x', /Homepage URL: is no http or https URL/],
  ])('%s = %s is reported with object and field', (key, value, expected) => {
    const output = run({
      registryObjects: [aVersion({ properties: { [key]: value } })],
    });

    expect(reasons(output)).toEqual([expect.stringMatching(expected)]);
    expect(reasons(output)[0]).toContain(
      'ModelVersion "granite-3.1-8b" "1.0" (id 2)',
    );
    expect(modelOf(output).ownerRef).toBe('user:default/rhdh-rhoai-bridge');
  });

  it('links the text of a licence that is known, and keeps any other as text', () => {
    const licensed = (License: string) =>
      modelOf(
        run({ registryObjects: [aVersion({ properties: { License } })] }),
      );

    expect(licensed('apache-2.0').model).toMatchObject({
      license: 'https://spdx.org/licenses/Apache-2.0.html',
      tags: ['license-apache-2-0'],
      annotations: { 'rhdh.modelcatalog.io/license': 'Apache-2.0' },
    });
    const unknown = licensed('our own').model;
    expect(unknown.license).toBeUndefined();
    expect(unknown.annotations).toMatchObject({
      'rhdh.modelcatalog.io/license': 'our own',
    });
  });

  it('makes tags of labels, and reports what no tag can be made of', () => {
    const output = run({
      registryObjects: [
        aVersion({ labels: ['LLM Chat', '日本語', 'a_b', INCLUDE] }),
      ],
    });

    expect(modelOf(output).model.tags).toEqual(['a-b', 'llm-chat']);
    expect(reasons(output)).toEqual([
      expect.stringContaining('tags: no tag can be made of "日本語"'),
    ]);
  });

  it.each([
    ['its id (3.x dashboard)', 'org_models'],
    ['its name (2.x dashboard)', 'Organization AI models'],
  ])('has the card of the catalog source named by %s', (_name, source) => {
    const output = run(
      {
        registryObjects: [
          aVersion({
            catalogLink: { source, model: 'ibm-granite/granite-3.1-8b' },
            properties: { TechDocs: 'https://git.example.com/docs' },
            readmeDigest: digestOf('own readme'),
          }),
        ],
        catalogModels: [aCatalogModel()],
      },
      ['# Granite'],
    );

    expect(modelOf(output).card).toEqual({
      key: 'org_models/ibm-granite/granite-3.1-8b',
      digest: digestOf('# Granite'),
    });
    expect(modelOf(output).model.annotations).not.toHaveProperty('TechDocs');
    expect(output.blobs.get(digestOf('# Granite'))).toBe('# Granite');
  });

  it('links the TechDocs property when there is no card', () => {
    const output = run({
      registryObjects: [
        aVersion({ properties: { TechDocs: 'https://git.example.com/docs' } }),
      ],
    });

    expect(modelOf(output).model.annotations).toMatchObject({
      TechDocs: 'https://git.example.com/docs',
    });
  });

  it('shows one of two versions with the same name, and reports the other', () => {
    const output = run({
      registryObjects: [aVersion(), aVersion({ id: 'x', versionId: '7' })],
    });

    expect(keysOf(output)).toEqual(['version/public/granite-3.1-8b/1.0']);
    expect(reasons(output)).toEqual([expect.stringContaining('(id 7)')]);
  });
});

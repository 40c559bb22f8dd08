import type { Entity } from '@backstage/catalog-model';
import type { Model } from '@model-catalog/common';
import { draft, LOCATION } from '../__testUtils__/draft';
import { modelRecord } from '../__testUtils__/records';
import type { EntityInput, Issue } from './types';

const model = (more: Partial<Model>) =>
  modelRecord('granite', {
    model: { ...modelRecord('granite').model, ...more },
  });
const ORIGIN = {
  'backstage.io/managed-by-location': LOCATION,
  'backstage.io/managed-by-origin-location': LOCATION,
};

describe('draftEntities', () => {
  const issue = (field: string, message: RegExp) => [
    {
      ref: 'resource:default/granite',
      field,
      message: expect.stringMatching(message),
    },
  ];

  it.each<[string, EntityInput, object, Issue[]]>([
    [
      'a licence that is no URL',
      model({ license: 'Apache-2.0' }),
      {
        metadata: {
          tags: ['license-apache-2-0'],
          annotations: { 'rhdh.modelcatalog.io/license': 'Apache-2.0' },
        },
      },
      [],
    ],
    [
      'a licence by its name and by its URL',
      model({
        license: 'https://example.com/license',
        annotations: { 'rhdh.modelcatalog.io/license': 'MIT' },
      }),
      {
        metadata: {
          tags: ['license-mit'],
          links: [{ title: 'License', url: 'https://example.com/license' }],
          annotations: { 'rhdh.modelcatalog.io/license': 'MIT' },
        },
      },
      [],
    ],
    [
      'a licence with characters that no database takes',
      model({ annotations: { 'rhdh.modelcatalog.io/license': 'M\u0000IT' } }),
      {
        metadata: { annotations: { 'rhdh.modelcatalog.io/license': 'MIT' } },
      },
      [],
    ],
    [
      'tags that Backstage refuses',
      model({ tags: ['Text Generation', 'ok', 'x'.repeat(64)] }),
      { metadata: { tags: ['ok'] } },
      [
        ...issue('metadata.tags', /'Text Generation' is no valid tag/),
        ...issue('metadata.tags', /'x{64}' is no valid tag/),
      ],
    ],
    [
      'a link that is a page by itself',
      model({ howToUseURL: 'data:text/html,x' }),
      { metadata: expect.not.objectContaining({ links: expect.anything() }) },
      issue('metadata.links', /'How to use' is no http or https URL/),
    ],
    [
      'a link with a password',
      model({ howToUseURL: 'https://u:hunter2@example.com' }),
      { metadata: expect.not.objectContaining({ links: expect.anything() }) },
      issue('metadata.links', /^(?!.*hunter2).*'How to use'/),
    ],
    [
      'an owner that is no reference',
      modelRecord('granite', { ownerRef: 'kube:admin:x' }),
      {
        metadata: {
          annotations: {
            'rhdh.modelcatalog.io/original-owner': 'kube:admin:x',
          },
        },
        spec: { owner: 'user:default/rhdh-rhoai-bridge' },
      },
      issue('spec.owner', /'kube:admin:x' is no entity reference/),
    ],
    [
      'annotations that Backstage acts on',
      model({
        annotations: {
          'backstage.io/techdocs-ref': 'dir:/etc',
          'backstage.io/managed-by-location': 'url:https://evil',
          'x.backstage.io/y': 'z',
          'kept.example.com/y': 'z',
        },
      }),
      {
        metadata: {
          annotations: {
            'rhdh.modelcatalog.io/source': 'registry',
            'rhdh.modelcatalog.io/source-key': 'version/registry/granite/1',
            ...ORIGIN,
            'kept.example.com/y': 'z',
          },
        },
      },
      [
        'backstage.io/techdocs-ref',
        'backstage.io/managed-by-location',
        'x.backstage.io/y',
      ].flatMap(key =>
        issue('metadata.annotations', new RegExp(`'${key}' is reserved`)),
      ),
    ],
    [
      'an annotation key with a space',
      model({ annotations: { 'a b': 'c' } }),
      {
        metadata: { annotations: expect.not.objectContaining({ 'a b': 'c' }) },
      },
      issue('metadata.annotations', /'a b' is no valid annotation key/),
    ],
    [
      'documentation in a repository',
      model({ annotations: { TechDocs: ' https://github.com/o/r ' } }),
      {
        metadata: {
          annotations: {
            'backstage.io/techdocs-ref': 'url:https://github.com/o/r',
          },
        },
      },
      [],
    ],
    [
      'documentation on a disk',
      model({ annotations: { TechDocs: 'dir:/etc' } }),
      {
        metadata: {
          annotations: expect.not.objectContaining({
            'backstage.io/techdocs-ref': expect.anything(),
          }),
        },
      },
      issue('metadata.annotations.backstage.io/techdocs-ref', /TechDocs/),
    ],
    [
      'no lifecycle and no description',
      model({ lifecycle: ' ', description: '' }),
      {
        metadata: expect.not.objectContaining({
          description: expect.anything(),
        }),
        spec: { lifecycle: 'development' },
      },
      [],
    ],
    [
      'characters that a database refuses',
      model({ description: 'a\u0000b\uD800c\nd' }),
      { metadata: { description: 'ab\uFFFDc\nd' } },
      [],
    ],
    [
      'several artifacts',
      modelRecord('granite', {
        artifacts: ['s3://b/a c', 'oci://r/x', 'https://e/1', 'https://e/2'],
      }),
      {
        metadata: {
          annotations: {
            'rhdh.modelcatalog.io/artifact-uris': 's3://b/a%20c oci://r/x',
          },
          links: [
            { title: 'Artifact Location', url: 'https://e/1' },
            { title: 'Artifact Location', url: 'https://e/2' },
          ],
        },
      },
      [],
    ],
    [
      'further links, and texts where links may be',
      modelRecord('granite', {
        links: [{ title: 'Paper', url: 'https://arxiv.org/1' }],
        model: {
          ...modelRecord('granite').model,
          ethics: 'be good',
          support: 'https://example.com/support',
        },
      }),
      {
        metadata: {
          links: [
            { title: 'Support', url: 'https://example.com/support' },
            { title: 'Paper', url: 'https://arxiv.org/1' },
          ],
        },
      },
      [],
    ],
  ])('copes with %s', (_, record, expected, issues) => {
    const result = draft(record);
    const [entity]: (Entity | undefined)[] = result.entities;
    expect(entity).toMatchObject(expected);
    expect(result.issues).toEqual(issues);
  });
});

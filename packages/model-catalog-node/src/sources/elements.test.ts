import fc from 'fast-check';
import { Model } from './model-catalog/schema';
import { parseElements } from './elements';
import {
  Artifact,
  InferenceService,
  Marker,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from './model-registry/schema';

describe('parsing a list element by element', () => {
  const parse = (items: unknown[]) =>
    parseElements(items, RegisteredModel, {
      source: 'model-registry/dev',
      kind: 'RegisteredModel',
    });

  it.each([
    ['no name', { id: '7' }, 'RegisteredModel 7', 'name', '7'],
    [
      'a number as description',
      { id: '7', name: 'granite', description: 5 },
      'RegisteredModel 7 "granite"',
      'description',
      '7',
    ],
    [
      'a number as id',
      { id: 7, name: 'granite' },
      'RegisteredModel at position 2 "granite"',
      'id',
      undefined,
    ],
    [
      'a property of a wrong type',
      {
        id: '7',
        name: 'granite',
        customProperties: {
          Owner: { metadataType: 'MetadataStringValue', string_value: 5 },
        },
      },
      'RegisteredModel 7 "granite"',
      'customProperties.Owner.string_value',
      '7',
    ],
    ['null', null, 'RegisteredModel at position 2', undefined, undefined],
  ])(
    '%s is reported with object and field, and blocks nothing else',
    (_, broken, object, field, id) => {
      const { good, bad } = parse([
        { id: '1', name: 'a' },
        broken,
        { id: '2', name: 'b' },
      ]);
      expect(good.map(({ name }) => name)).toEqual(['a', 'b']);
      expect(bad).toMatchObject([
        { issue: { source: 'model-registry/dev', object } },
      ]);
      expect(bad[0]?.issue.field).toBe(field);
      expect(bad[0]?.id).toBe(id);
    },
  );

  it.each([
    ['RegisteredModel', RegisteredModel],
    ['ModelVersion', ModelVersion],
    ['Artifact', Artifact],
    ['InferenceService', InferenceService],
    ['ServingEnvironment', ServingEnvironment],
    ['Model', Model],
    ['Marker', Marker],
  ])('never throws and loses no element, whatever a %s is', (kind, schema) => {
    const fields = [
      'id',
      'name',
      'state',
      'customProperties',
      'tasks',
      'registeredModelId',
      'readme',
      'createTimeSinceEpoch',
      'lastUpdateTimeSinceEpoch',
      '__proto__',
    ];
    const element = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.array(element), items => {
        const { good, bad } = parseElements<unknown>(items, schema, {
          source: 's',
          kind,
        });
        expect(good.length + bad.length).toBe(items.length);
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { parseElements } from '../elements';
import {
  Artifact,
  InferenceService,
  Marker,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from './schema';
import { toObjects } from './toObjects';
import { artifactsOf, merge, replace, tableOf } from './view';

const SOURCE = 'model-registry/dev';
const FIELDS = [
  'id',
  'name',
  'description',
  'owner',
  'author',
  'state',
  'registeredModelId',
  'modelVersionId',
  'servingEnvironmentId',
  'desiredState',
  'uri',
  'artifactType',
  'tasks',
  'readme',
  'customProperties',
  'createTimeSinceEpoch',
  'lastUpdateTimeSinceEpoch',
  'modelSourceKind',
  'modelSourceClass',
  'modelSourceGroup',
  'modelSourceName',
  '__proto__',
  'constructor',
  'toString',
];

const long = 'x'.repeat(200_000);
const deep: unknown = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`);

const anything = fc.oneof(
  { weight: 5, arbitrary: fc.jsonValue() },
  fc.constantFrom<unknown>(long, deep, '', '1', 'LIVE', 'ARCHIVED', {}, []),
  fc.dictionary(
    fc.constantFrom('Owner', 'API Spec', '__proto__', 'constructor', 'a b'),
    fc.record(
      {
        metadataType: fc.constantFrom(
          'MetadataStringValue',
          'MetadataIntValue',
          'MetadataDoubleValue',
          'MetadataBoolValue',
          'MetadataStructValue',
          'MetadataProtoValue',
        ),
        string_value: fc.jsonValue(),
        int_value: fc.jsonValue(),
        double_value: fc.jsonValue(),
        bool_value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  ),
);

/** An element as hostile as a registry's could be. */
const element = fc.dictionary(fc.constantFrom(...FIELDS), anything);
const list = fc.array(fc.oneof(element, fc.jsonValue()), { maxLength: 6 });

const SCHEMAS = [
  ['RegisteredModel', RegisteredModel],
  ['ModelVersion', ModelVersion],
  ['ModelArtifact', Artifact],
  ['InferenceService', InferenceService],
  ['ServingEnvironment', ServingEnvironment],
] as const;

describe('whatever a registry answers', () => {
  it.each(SCHEMAS)('as %s is understood or named', (kind, schema) => {
    fc.assert(
      fc.property(list, items => {
        const { good, bad } = parseElements<unknown>(items, schema, {
          source: SOURCE,
          kind,
        });
        expect(good.length + bad.length).toBe(items.length);
        for (const { issue } of bad) {
          expect(issue.object.startsWith(kind)).toBe(true);
          expect(issue.source).toBe(SOURCE);
          expect(issue.reason.length).toBeLessThan(1000);
          expect(issue.object.length).toBeLessThan(1000);
        }
      }),
    );
  });

  it('names the field that is wrong', () => {
    const row = {
      id: '1',
      name: 'm',
      customProperties: { a: { int_value: {} } },
    };
    const { bad } = parseElements([row], RegisteredModel, {
      source: SOURCE,
      kind: 'RegisteredModel',
    });
    expect(bad[0]?.issue).toMatchObject({
      object: 'RegisteredModel 1 "m"',
      field: 'customProperties.a.int_value',
    });
  });

  it('becomes objects without an error, and changes no prototype', () => {
    const naming = { source: SOURCE, kind: 'x' };
    fc.assert(
      fc.property(list, list, list, list, (models, versions, others, parts) => {
        const view = {
          models: tableOf(parseElements(models, RegisteredModel, naming)),
          versions: tableOf(parseElements(versions, ModelVersion, naming)),
          services: tableOf(parseElements(others, InferenceService, naming)),
          environments: tableOf(
            parseElements(others, ServingEnvironment, naming),
          ),
          artifacts: new Map([
            [
              '1',
              artifactsOf(parseElements(parts, Artifact, naming), undefined),
            ],
          ]),
          orphans: new Set<string>(),
          artifactsKnownUntil: 0,
        };
        toObjects('dev', view, SOURCE);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  it('is compared with what was read before, however deep it is', () => {
    const naming = { source: SOURCE, kind: 'ModelVersion' };
    const items = [{ id: '1', name: deep }, { name: deep }];
    const parsed = parseElements(items, ModelVersion, naming);
    const table = tableOf(parsed);
    expect(merge(table, parsed).changed).toBe(false);
    expect(replace(table, parsed).changed).toBe(false);
  });

  it('as newest row is a marker', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(typeof Marker.parse(value).id).toBe('string');
      }),
    );
  });
});

import fc from 'fast-check';
import {
  aCatalogModel,
  aDeployment,
  aServer,
  aVersion,
} from '../../__testUtils__/builders';
import { asStored, run } from '../../__testUtils__/normalising';
import type { InferenceServer, RegistryObject } from '../../sources/objects';

const optional = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '__proto__', 'a/b', 'https://a', 'kube:admin', ' x '),
);
const properties = fc.dictionary(
  fc.oneof(
    text,
    fc.constantFrom(
      'Owner',
      'License',
      'TechDocs',
      'API Type',
      'rhdh.modelcatalog.io/model-name',
    ),
  ),
  text,
  { maxKeys: 3 },
);

/** Few names and ids, so that objects meet. */
const registry = fc.constantFrom('public', 'team', 'proj.public');
const id = fc.constantFrom('1', '2');
const date = fc.constantFrom(undefined, '2026-01-01', '2026-02-01');

const server: fc.Arbitrary<InferenceServer> = fc
  .record({
    resource: fc.constantFrom(
      'inferenceservice' as const,
      'llminferenceservice' as const,
    ),
    namespace: fc.constantFrom('demo', 'demo-a'),
    name: fc.constantFrom('granite', 'a-granite'),
    uid: fc.constantFrom('u-1', 'u-2', 'u-3'),
    createdAt: date,
    link: optional(
      fc.record({
        registry: optional(fc.constantFrom('public', 'team', 'unknown')),
        registryNamespace: optional(
          fc.constantFrom('proj', 'rhoai-model-registries'),
        ),
        registryUrl: optional(fc.oneof(text, fc.constant('team-rest.x.y'))),
        modelId: id,
        versionId: optional(id),
      }),
    ),
    state: fc.constantFrom('ready' as const, 'failed' as const),
    stateReason: optional(text),
    servedName: optional(text),
    loraAdapters: optional(fc.array(text, { maxLength: 3 })),
    resources: optional(fc.dictionary(text, text, { maxKeys: 3 })),
    storagePath: optional(text),
    properties,
  })
  .map(one =>
    aServer({ ...one, id: `${one.namespace}/${one.resource}/${one.name}` }),
  );

const version: fc.Arbitrary<RegistryObject> = fc
  .record({ registry, modelId: id, versionId: id, createdAt: date, properties })
  .map(one =>
    aVersion({
      ...one,
      id: `${one.registry}/${one.modelId}/${one.versionId}`,
      modelName: `m${one.modelId}`,
      versionName: one.versionId,
    }),
  );

const deployment: fc.Arbitrary<RegistryObject> = fc
  .record({
    registry,
    row: fc.constantFrom('8', '9', '10'),
    serverUid: optional(fc.constantFrom('u-1', 'u-2')),
    modelId: id,
    versionId: optional(id),
    deployed: fc.boolean(),
  })
  .map(({ row, ...one }) =>
    aDeployment({ ...one, id: `${one.registry}/deployment/${row}` }),
  );

const names = fc.uniqueArray(registry).map(list => new Set(list));
const world = fc.record({
  servers: fc.uniqueArray(server, {
    maxLength: 4,
    selector: ({ id: key }) => key,
  }),
  registryObjects: fc.uniqueArray(fc.oneof(version, deployment), {
    maxLength: 8,
    selector: ({ id: key }) => key,
  }),
  apis: fc.constant([]),
  catalogModels: fc.constant([aCatalogModel()]),
  unsettledRegistries: names,
  unreadRegistries: names,
});

const keyOf = ({ record }: { record: { key: string } }) => record.key;

describe('for any servers and registries', () => {
  it('every model that a server names has a record, and names and paths are unique', () => {
    fc.assert(
      fc.property(world, input => {
        const { records } = run(input);
        const keys = new Set(records.map(keyOf));
        for (const { record } of records) {
          for (const key of record.kind === 'server' ? record.models : []) {
            expect(keys).toContain(key);
          }
        }
        const entities = records.map(
          ({ record }) => `${record.kind} ${record.name.toLowerCase()}`,
        );
        expect(new Set(entities).size).toBe(records.length);
      }),
      { numRuns: 500 },
    );
  });

  it('their order changes nothing', () => {
    fc.assert(
      fc.property(world, input => {
        const reversed = run({
          ...input,
          servers: [...input.servers].reverse(),
          registryObjects: [...input.registryObjects].reverse(),
        });
        expect(reversed.records).toEqual(run(input).records);
      }),
      { numRuns: 300 },
    );
  });

  it('a second look changes nothing', () => {
    fc.assert(
      fc.property(world, input => {
        const before = run(input);
        const after = run({ ...input, stored: asStored(before) });
        expect(after.records).toEqual(before.records);
      }),
      { numRuns: 300 },
    );
  });

  it('a registry that fails takes no model from a server that stands', () => {
    fc.assert(
      fc.property(world, registry, (input, failing) => {
        const unread = new Set(input.unreadRegistries);
        unread.delete(failing);
        const healthy = {
          ...input,
          registries: new Set(['public', 'team', 'proj.public']),
          unreadRegistries: unread,
        };
        const before = run({ ...healthy, unsettledRegistries: new Set() });
        // What was known of a registry that fails stands.
        const after = run({
          ...healthy,
          unsettledRegistries: new Set([failing]),
          stored: asStored(before),
        });
        expect(after.records).toEqual(before.records);
      }),
      { numRuns: 500 },
    );
  });
});

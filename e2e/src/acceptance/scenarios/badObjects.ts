import type { Suite } from '../Suite';
import { within } from '../system/within';
import type { Registered } from '../world/RegistryWriter';
import { POLL_AND_PROCESS_S } from './models';

const REGISTRY = 'model-registry/model-registry';
const NO_TAG = '日本語';

const NAMES: readonly (readonly [string, string])[] = [
  ['an underscore, a dot and a slash', 'org/llama_3.1'],
  ['spaces', 'my own model'],
  ['Unicode', 'モデル-größe'],
  ['200 characters', 'x'.repeat(190)],
];

/** What it is, the property, its value, and what is said of it. */
const PROPERTIES: readonly (readonly [string, string, string, RegExp])[] = [
  ['owner that is no reference', 'Owner', 'kube:admin', /"kube:admin"/],
  ['licence that nobody knows', 'License', 'in house', /"in house"/],
  ['label that no tag can be made of', NO_TAG, '', /"日本語"/],
  ['link that is none', 'How to use', 'ask me', /no http or https URL/],
];

/** One object is odd: it is named, and nothing else is touched. */
export function badObjectScenarios(suite: () => Suite): void {
  describe('an odd object', () => {
    const versionIds = new Map<string, string>();
    const nameOf = (text: string) => {
      const name = `${text} ${suite().world.run}`;
      return text.length > 100 ? name.padEnd(200, 'x') : name;
    };
    const register = async (
      name: string,
      properties?: Record<string, string>,
    ): Promise<Registered> => {
      const { registry } = suite().world;
      const model = await registry.registerModel({ name });
      const version = await registry.registerVersion(model.id, {
        name: '1',
        properties,
      });
      versionIds.set(name, version.id);
      return model;
    };

    beforeAll(async () => {
      for (const [, text] of NAMES) await register(nameOf(text));
      for (const [, key, value] of PROPERTIES) {
        await register(nameOf(`odd ${key}`), { [key]: value });
      }
    });

    it.each(NAMES)(
      'a model name with %s becomes a valid name, and that is told',
      async (...row) => {
        const { catalog, bridge } = suite();
        const name = nameOf(row[1]);

        await within(POLL_AND_PROCESS_S, async () => {
          const { metadata } = await catalog.model(name, '1');
          expect(metadata.name).toMatch(/^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$/);
          expect(metadata.annotations['rhdh.modelcatalog.io/model-name']).toBe(
            `${name}-1`,
          );
        });
        bridge.log.expect({
          level: 'info',
          source: REGISTRY,
          object: `ModelVersion "${name}" "1" (id ${versionIds.get(name)})`,
          field: 'name',
          reason: /the entity is called/,
        });
      },
    );

    it.each(PROPERTIES)(
      '%s is named with its field, and the model is there',
      async (...row) => {
        const [, key, , reason] = row;
        const { catalog, bridge } = suite();
        const name = nameOf(`odd ${key}`);

        await within(POLL_AND_PROCESS_S, async () => {
          const { spec } = await catalog.model(name, '1');
          expect(spec.owner).toBe('user:default/rhdh-rhoai-bridge');
        });
        bridge.log.expect({
          level: 'warn',
          source: REGISTRY,
          object: `ModelVersion "${name}" "1" (id ${versionIds.get(name)})`,
          field: key === NO_TAG ? 'tags' : key,
          reason,
        });
      },
    );

    it('a bad element of a list is named with its field, keeps what was known, and blocks no other', async () => {
      const { world, catalog, bridge } = suite();
      const bad = `spoilt-${world.run}`;
      const good = `sound-${world.run}`;
      const model = await register(bad);
      const before = await within(POLL_AND_PROCESS_S, () =>
        catalog.model(bad, '1'),
      );

      world.registryProxy.fault = {
        mode: 'bad-element',
        list: 'registered_models',
        name: bad,
        field: 'name',
      };
      await world.registry.describeModel(model.id, 'Changed while spoilt.');
      await register(good);

      await within(POLL_AND_PROCESS_S, () => catalog.model(good, '1'));
      await within(5, () =>
        bridge.log.expect({
          level: 'warn',
          source: REGISTRY,
          object: `RegisteredModel ${model.id}`,
          field: 'name',
        }),
      );
      expect((await catalog.model(bad, '1')).metadata.etag).toBe(
        before.metadata.etag,
      );
      expect((await bridge.readiness()).reasons.join('\n')).toContain(
        `RegisteredModel ${model.id}`,
      );

      world.heal();
      await bridge.untilHealthy(10);
      await within(POLL_AND_PROCESS_S, async () => {
        const { metadata } = await catalog.model(bad, '1');
        expect(metadata.description).toBe('Changed while spoilt.');
      });
    });
  });

  describe('an odd model server', () => {
    it('without status is in the catalog, without an API, and that is told', async () => {
      const { world, catalog, bridge, namespace } = suite();
      await world.cluster.createServer({ namespace, name: 'new-born' });

      await within(5, async () => {
        const { metadata, spec } = await catalog.get(
          `component:default/${namespace}-new-born`,
        );
        expect(metadata.annotations['rhdh.modelcatalog.io/server-state']).toBe(
          'not-ready',
        );
        expect(spec).not.toHaveProperty('providesApis');
      });
      await catalog.isGone(`api:default/${namespace}-new-born`);
      bridge.log.expect({
        level: 'info',
        source: 'kserve',
        object: `InferenceService ${namespace}/new-born`,
        field: 'status',
      });
      expect(await catalog.dangling()).toEqual([]);
    });

    it('whose API Spec is no OpenAPI is named with the field, and gets another definition', async () => {
      const { world, catalog, bridge, namespace } = suite();
      const ref = { namespace, name: 'misdescribed' };
      await world.cluster.createServer({
        ...ref,
        annotations: { 'rhdh.io/apispec': 'just: some yaml' },
      });
      await world.cluster.makeReady(
        ref,
        world.modelServers.urlOf('misdescribed'),
      );

      await within(5, async () => {
        const { spec } = await catalog.get(
          `api:default/${namespace}-misdescribed`,
        );
        expect(JSON.parse(String(spec.definition)).info.title).toMatch(
          /misdescribed/,
        );
      });
      bridge.log.expect({
        level: 'warn',
        object: `InferenceService ${namespace}/misdescribed`,
        field: 'annotation apispec',
        reason: /no OpenAPI document/,
      });
    });
  });
}

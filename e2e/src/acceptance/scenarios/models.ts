import type { Suite } from '../Suite';
import { stopwatch } from '../system/stopwatch';
import { within } from '../system/within';
import type { Registered } from '../world/RegistryWriter';

/** The poll interval of the suite is 2 s; the rest is the catalog's own processing. */
export const POLL_AND_PROCESS_S = 5;

const DEFINITION = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'By hand', version: '7' },
  paths: {},
});

/** Models come and go with the registry. */
export function modelScenarios(suite: () => Suite): void {
  describe('a model version', () => {
    const model = () => `mistral-${suite().world.run}`;
    let registered: Registered;
    let version: Registered;

    it('registered appears within the poll interval, with artifacts and properties', async () => {
      const { world, catalog, figures } = suite();
      const { registry } = world;
      const arrives = stopwatch(
        figures,
        'registered version in the catalog (poll interval 2 s)',
        POLL_AND_PROCESS_S,
      );
      registered = await registry.registerModel({
        name: model(),
        description: 'A model for acceptance.',
      });
      version = await registry.registerVersion(registered.id, {
        name: '7b',
        description: 'Seven billion.',
        author: 'somebody-else',
        properties: {
          Owner: 'group:ai-platform',
          License: 'https://example.com/license',
          Lifecycle: 'production',
          'How to use': 'https://example.com/how',
          'API Spec': DEFINITION,
          'Text Generation': '',
        },
      });
      await registry.addArtifact(version.id, {
        name: 'weights',
        uri: 'https://example.com/weights',
      });
      await registry.addArtifact(version.id, {
        name: 'image',
        uri: 'oci://registry.example.com/mistral:7b',
      });

      await arrives(async () => {
        const { metadata, spec } = await catalog.model(model(), '7b');
        expect(metadata.name).toBe(`${model()}-7b`);
        expect(metadata.description).toBe(
          'A model for acceptance.\n\nSeven billion.',
        );
        expect(spec).toMatchObject({
          type: 'ai-model',
          owner: 'group:default/ai-platform',
          lifecycle: 'production',
        });
        expect(metadata.tags).toContain('text-generation');
        expect(metadata.links.map(({ url }) => url)).toEqual(
          expect.arrayContaining([
            'https://example.com/weights',
            'https://example.com/license',
            'https://example.com/how',
          ]),
        );
        expect(metadata.annotations).toMatchObject({
          'rhdh.modelcatalog.io/artifact-uris':
            'oci://registry.example.com/mistral:7b',
          'rhdh.modelcatalog.io/model-name': `${model()}-7b`,
        });
      });
    });

    it('is what the servers depend on whose labels name it, which get its API Spec as their definition', async () => {
      const { world, catalog, namespace } = suite();
      const ref = { namespace, name: 'mistral' };
      await world.cluster.createServer({
        ...ref,
        labels: {
          'modelregistry.opendatahub.io/name': 'model-registry',
          'modelregistry.opendatahub.io/registered-model-id': registered.id,
          'modelregistry.opendatahub.io/model-version-id': version.id,
        },
      });
      await world.cluster.makeReady(ref, world.modelServers.urlOf('mistral'));

      await within(5, async () => {
        const name = `${namespace}-mistral`;
        const { relations } = await catalog.get(`component:default/${name}`);
        expect(relations).toContainEqual({
          type: 'dependsOn',
          targetRef: `resource:default/${model()}-7b`,
        });
        const { spec } = await catalog.get(`api:default/${name}`);
        const server = { url: world.modelServers.urlOf('mistral') };
        expect(JSON.parse(String(spec.definition))).toEqual({
          ...JSON.parse(DEFINITION),
          servers: [server],
        });
        await catalog.isGone(`resource:default/${name}`);
      });
      expect(await catalog.dangling()).toEqual([]);
    });

    it("is what the server depends on that the registry's own record names", async () => {
      const { world, catalog, namespace } = suite();
      const ref = { namespace, name: 'recorded' };
      const uid = await world.cluster.createServer(ref);
      await world.cluster.makeReady(ref, world.modelServers.urlOf('recorded'));
      await world.registry.recordDeployment({
        ...ref,
        uid,
        modelId: registered.id,
        versionId: version.id,
      });

      await within(POLL_AND_PROCESS_S, async () => {
        const component = await catalog.get(
          `component:default/${namespace}-recorded`,
        );
        expect(component.relations).toContainEqual({
          type: 'dependsOn',
          targetRef: `resource:default/${model()}-7b`,
        });
      });
      expect(await catalog.dangling()).toEqual([]);
    });

    it('archived leaves within the poll interval, and its servers stay', async () => {
      const { world, catalog, namespace, figures } = suite();
      const leaves = stopwatch(
        figures,
        'archived version gone (poll interval 2 s)',
        POLL_AND_PROCESS_S,
      );
      await world.registry.archiveVersion(version.id);

      await leaves(() => catalog.isGone(`resource:default/${model()}-7b`));
      await catalog.get(`component:default/${namespace}-mistral`);
      await catalog.get(`component:default/${namespace}-recorded`);
      await within(5, async () => {
        expect(await catalog.dangling()).toEqual([]);
      });
    });
  });
}

import type { Suite } from '../Suite';
import { definitionOf } from '../world/ModelServers';
import { stopwatch } from '../system/stopwatch';
import { within } from '../system/within';

const EXTERNAL_URL = 'rhdh.modelcatalog.io/external-route-url';

/** Model servers come, change and go by the Kubernetes watch. */
export function serverScenarios(suite: () => Suite): void {
  describe('a model server', () => {
    const ref = () => ({ namespace: suite().namespace, name: 'granite' });
    const name = () => `${suite().namespace}-granite`;

    it('created by POST is in the catalog within 5 s as Component, API and Resource', async () => {
      const { world, catalog, figures } = suite();
      const url = world.modelServers.urlOf('granite');
      const arrives = stopwatch(figures, 'created server in the catalog', 5);
      await world.cluster.createServer(ref());
      await world.cluster.makeReady(ref(), url);

      await arrives(async () => {
        const component = await catalog.get(`component:default/${name()}`);
        const api = await catalog.get(`api:default/${name()}`);
        const resource = await catalog.get(`resource:default/${name()}`);

        expect(component.spec.type).toBe('model-server');
        expect(component.metadata.annotations[EXTERNAL_URL]).toBe(url);
        expect(resource.spec.type).toBe('ai-model');
        expect(api.spec.type).toBe('openapi');
        const relations = component.relations.map(
          ({ type, targetRef }) => `${type} ${targetRef}`,
        );
        expect(relations).toEqual(
          expect.arrayContaining([
            `dependsOn resource:default/${name()}`,
            `providesApi api:default/${name()}`,
          ]),
        );
      });
    });

    it('shows the definition that it gives of itself', async () => {
      await within(5, async () => {
        const { spec } = await suite().catalog.get(`api:default/${name()}`);
        expect(JSON.parse(String(spec.definition))).toMatchObject(
          definitionOf('granite'),
        );
      });
    });

    it('has no relation that leads nowhere, and neither has any other entity', async () => {
      await within(5, async () => {
        expect(await suite().catalog.dangling()).toEqual([]);
      });
    });

    it('shows its new URL within 5 s', async () => {
      const { world, catalog, figures } = suite();
      const url = world.modelServers.urlOf('granite-moved');
      const arrives = stopwatch(figures, "server's new URL in the catalog", 5);
      await world.cluster.makeReady(ref(), url);

      await arrives(async () => {
        const component = await catalog.get(`component:default/${name()}`);
        expect(component.metadata.annotations[EXTERNAL_URL]).toBe(url);
        expect(component.metadata.links).toContainEqual(
          expect.objectContaining({ url }),
        );
      });
    });

    it('deleted is gone within 5 s', async () => {
      const { world, catalog, figures } = suite();
      const leaves = stopwatch(figures, 'deleted server gone', 5);
      await world.cluster.deleteServer(ref());

      await leaves(async () => {
        await catalog.isGone(
          `component:default/${name()}`,
          `api:default/${name()}`,
          `resource:default/${name()}`,
        );
        expect(await catalog.dangling()).toEqual([]);
      });
    });
  });
}

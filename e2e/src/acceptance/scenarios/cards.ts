import type { Suite } from '../Suite';
import { within } from '../system/within';
import { POLL_AND_PROCESS_S } from './models';

/**
 * The same on a release without a catalog, where links to one may have been
 * written by hand: the version is there, without TechDocs and without trouble.
 */
async function hasNoCard(
  { world, catalog, bridge }: Suite,
  name: string,
): Promise<void> {
  const { id } = await world.registry.registerModel({ name });
  const version = await world.registry.registerVersion(id, { name: '1' });
  await world.registry.addArtifact(version.id, {
    name: 'image',
    uri: 'oci://registry.example.com/carded:1',
    catalog: { source: 'redhat_ai_models', model: 'granite' },
  });
  await within(POLL_AND_PROCESS_S, async () => {
    const { metadata } = await catalog.model(name, '1');
    expect(metadata.annotations).not.toHaveProperty([
      'backstage.io/techdocs-ref',
    ]);
  });
  const key = encodeURIComponent('redhat_ai_models/granite');
  expect((await bridge.get(`/modelcard?key=${key}`)).status).toBe(404);
  expect(await bridge.readiness()).toMatchObject({ code: 200, status: 'ok' });
}

/** Model cards of the catalog, as TechDocs will read them. */
export function cardScenarios(suite: () => Suite): void {
  describe('a version that was made of a catalog model', () => {
    it("has the model's card as its TechDocs, which answers as Markdown", async () => {
      const { world, catalog, bridge } = suite();
      const name = `carded-${world.run}`;
      if (!world.hasCatalog) {
        await hasNoCard(suite(), name);
        return;
      }
      const { source, name: model, card } = await world.catalogModel();
      const { id } = await world.registry.registerModel({ name });
      const version = await world.registry.registerVersion(id, { name: '1' });
      await world.registry.addArtifact(version.id, {
        name: 'image',
        uri: 'oci://registry.example.com/carded:1',
        catalog: { source, model },
      });

      const techdocs = await within(POLL_AND_PROCESS_S, async () => {
        const { metadata } = await catalog.model(name, '1');
        const ref = metadata.annotations['backstage.io/techdocs-ref'];
        const path = `/modelcard?key=${encodeURIComponent(
          `${source}/${model}`,
        )}`;
        // The hub names the service as its configuration does: by name beside it.
        const numbered = ref?.replace('//localhost:', '//127.0.0.1:');
        expect(numbered).toBe(`url:${bridge.url}${path}`);
        return path;
      });
      const answer = await bridge.get(techdocs);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/markdown/);
      expect(answer.text).toBe(card);
    });
  });
}

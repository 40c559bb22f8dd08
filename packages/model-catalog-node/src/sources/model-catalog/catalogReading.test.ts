/* eslint-disable @backstage/no-forbidden-package-imports -- other releases are chosen on the simulator's routers, which it does not export */
import {
  catalogRouter,
  createCatalogState,
  type CatalogRelease,
} from '@model-catalog/rhoai-simulator/src/catalog';
import { serve } from '@model-catalog/rhoai-simulator/src/conformance/__testUtils__/releases';
import type { HttpClient } from '../../http/types';
import { watchSource } from '../__testUtils__/watchSource';
import {
  createModelCatalogSource,
  type ModelCatalogOptions,
} from './createModelCatalogSource';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

const CARD = '---\nlicense: mit\n---\n# A\n<script>x</script>\n\n[b](b.md)\n';

async function start(release: CatalogRelease) {
  const state = createCatalogState({ now: () => 1_763_000_000_000 });
  const server = await serve(catalogRouter(state, { release }));
  ends.push(server.stop);
  state.setSource({ id: 'org', name: 'Org', enabled: true });
  state.setModels('org', [
    {
      name: 'ibm/granite (v2) ä',
      readme: CARD,
      language: ['en'],
      artifacts: [
        { uri: 'hf://ibm/granite' },
        { artifactType: 'metrics-artifact', metricsType: 'accuracy-metrics' },
        { uri: 'oci://r/granite:1' },
      ],
    },
    { name: 'plain', artifacts: [] },
  ]);
  return { state, url: server.url };
}

/** Counts requests, and leaves the API versions out that a release may not have. */
function through(http: HttpClient, without?: RegExp) {
  const asked: string[] = [];
  const counting: HttpClient = {
    ...http,
    request(request) {
      const url = new URL(request.url);
      asked.push(url.pathname);
      return http.request(
        without?.test(url.pathname)
          ? { ...request, url: `${url.origin}/nowhere` }
          : request,
      );
    },
  };
  return { asked, http: counting };
}

function watch(
  options: Partial<ModelCatalogOptions> & {
    url: string;
    without?: RegExp;
    wasComplete?: boolean;
  },
) {
  const { url, without, wasComplete, ...rest } = options;
  let asked: string[] = [];
  const watched = watchSource({ wasComplete }, ({ context, http }) => {
    const counted = through(http, without);
    asked = counted.asked;
    return createModelCatalogSource({
      context,
      http: counted.http,
      baseUrl: url,
      ...rest,
    });
  });
  ends.push(watched.end);
  return { ...watched, asked: () => asked };
}

describe('the model catalog of each release', () => {
  it.each<[string, CatalogRelease, string, RegExp | undefined]>([
    ['2.25', '0.3.1', '', undefined],
    ['3.4', '0.3.8', '', undefined],
    ['3.6', 'hub-75219019', '', undefined],
    ['3.6, by v1', 'hub-75219019', '/api/model_catalog/v1', undefined],
    ['a release with v1 only', 'hub-75219019', '', /v1alpha1/],
    ['a release without v1', '0.3.8', '/api/model_catalog/v1', undefined],
  ])(
    '%s gives artifacts and clean cards',
    async (_, release, path, without) => {
      const { url } = await start(release);
      const watched = watch({ url: `${url}${path}`, without });
      await watched.started();

      expect(watched.state()).toBe('complete');
      const [granite, plain] = watched.readable()?.objects ?? [];
      expect(granite).toMatchObject({
        id: 'org/ibm/granite (v2) ä',
        artifactUris: ['hf://ibm/granite', 'oci://r/granite:1'],
        license: expect.stringMatching(/^mit$/i),
        language: ['en'],
      });
      expect(plain).toMatchObject({ artifactUris: [] });
      expect(watched.source.text?.(granite?.cardDigest ?? '')).toBe(
        '# A\n\n\n[b](https://huggingface.co/ibm/granite/blob/main/b.md)\n',
      );
    },
  );

  it('asks for no artifacts again while nothing changes', async () => {
    const { url } = await start('0.3.8');
    const watched = watch({ url });
    await watched.started();
    watched.asked().length = 0;
    await watched.look();
    expect(watched.asked().map(path => path.split('/').pop())).toEqual([
      'sources',
      'models',
    ]);
  });

  it('keeps the object of a model that stays as it is', async () => {
    const { url, state } = await start('0.3.8');
    const watched = watch({ url });
    await watched.started();
    const before = watched.readable()?.objects[0];
    state.putModel('org', { name: 'plain', description: 'new' });
    await watched.look();
    expect(watched.readable()?.objects[1]).toMatchObject({
      description: 'new',
    });
    expect(watched.readable()?.objects[0]).toBe(before);
  });

  it('shows models whose artifacts cannot be read, with their cards', async () => {
    const { url } = await start('0.3.8');
    const watched = watch({ url, without: /artifacts$/ });
    await watched.started();
    expect(watched.state()).toBe('complete');
    expect(watched.readable()?.objects).toHaveLength(2);
  });

  it('names what is read of a further catalog after it', async () => {
    const { url } = await start('0.3.8');
    const watched = watch({ url, name: 'team-b' });
    await watched.started();
    expect(watched.source.id).toBe('model-catalog/team-b');
    expect(watched.readable()?.objects[0]?.catalog).toBe('team-b');
  });

  it('takes a card away with its text, and puts an edited one in its place', async () => {
    const { url, state } = await start('0.3.8');
    const watched = watch({ url });
    await watched.started();
    const before = watched.readable()?.objects[0]?.cardDigest ?? '';
    state.putModel('org', { name: 'ibm/granite (v2) ä', readme: '# B' });
    await watched.look();
    const after = watched.readable()?.objects[0]?.cardDigest ?? '';
    expect(watched.source.text?.(after)).toBe('# B');
    expect(watched.source.text?.(before)).toBeUndefined();
  });

  it('keeps the last text of a card that has become too long', async () => {
    const { url, state } = await start('0.3.8');
    const watched = watch({ url });
    await watched.started();
    const name = 'ibm/granite (v2) ä';
    state.putModel('org', { name, readme: 'x'.repeat(1024 * 1024 + 1) });
    await watched.look();
    const card = watched.readable()?.objects[0]?.cardDigest ?? '';
    expect(watched.source.text?.(card)).toMatch(/^# A/);
    expect(watched.readable()?.issues).toMatchObject([
      { field: 'readme', reason: expect.stringMatching(/with its last card/) },
    ]);
  });
});

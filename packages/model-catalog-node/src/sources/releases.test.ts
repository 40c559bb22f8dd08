/* eslint-disable @backstage/no-forbidden-package-imports -- the simulator starts as 0.3.8; other releases are chosen on its routers, which it does not export */
import {
  catalogRouter,
  createCatalogState,
  type CatalogRelease,
} from '@model-catalog/rhoai-simulator/src/catalog';
import { serve } from '@model-catalog/rhoai-simulator/src/conformance/__testUtils__/releases';
import {
  createRegistryState,
  registryRouter,
  type RegistryRelease,
} from '@model-catalog/rhoai-simulator/src/registry';
import { HttpError } from '../http/errors';
import type { HttpClient } from '../http/types';
import { watchSource } from './__testUtils__/watchSource';
import { createModelCatalogSource } from './model-catalog';
import { createModelRegistrySource } from './model-registry';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) {
    await stop();
  }
});

/** A clock that never stands still, so that every change shows. */
function tickingClock() {
  let now = Date.parse('2026-11-20T12:00:00Z');
  return () => {
    now += 1;
    return now;
  };
}

async function startRegistry(release: RegistryRelease) {
  const state = createRegistryState({ now: tickingClock(), release });
  const { id } = state.createModel({ name: 'granite' });
  const versions = Array.from({ length: 7 }, (_, index) => {
    const version = { name: `${index}`, registeredModelId: id };
    const created = state.createVersion(version);
    const artifact = { artifactType: 'model-artifact', uri: `s3://${index}` };
    state.upsertArtifact({ ...artifact, name: 'a' }, created.id);
    return created;
  });
  const server = await serve(registryRouter(state));
  stops.push(server.stop);
  return { state, url: server.url, versions };
}

/** Servers before 2.24 ignore parameters that they do not know. */
function withoutFilters(http: HttpClient): HttpClient {
  return {
    ...http,
    request(asked) {
      const url = new URL(asked.url);
      url.searchParams.delete('filterQuery');
      return http.request({ ...asked, url: url.href });
    },
  };
}

describe('a model registry of each release', () => {
  const cases: [string, RegistryRelease, string, boolean][] = [
    ['2.20 to 2.22', 'mlmd', '', true],
    ['2.23', '0.3.1', '', false],
    ['2.25', '0.3.1', '', true],
    ['3.4', '0.3.8', '', true],
    ['3.6', 'hub-75219019', '', true],
    ['3.6, by v1', 'hub-75219019', '/api/model_registry/v1', true],
  ];

  it.each(cases)(
    '%s is read whole, then by its changes',
    async (_, release, path, canFilter) => {
      const { state, url, versions } = await startRegistry(release);
      const watched = watchSource({}, ({ context, http }) =>
        createModelRegistrySource({
          context,
          http: canFilter ? http : withoutFilters(http),
          baseUrl: `${url}${path}`,
          registry: 'dev',
          pageSize: 3,
        }),
      );
      stops.push(watched.end);
      await watched.started();
      const described = () =>
        (watched.readable()?.objects ?? []).map(one =>
          one.type === 'version'
            ? [one.versionName, one.versionDescription, ...one.artifactUris]
            : [],
        );
      expect(watched.state()).toBe('complete');
      expect(described()).toEqual(
        versions.map(({ name }) => [name, undefined, `s3://${name}`]),
      );

      state.patchVersion(versions[5]?.id ?? '', { description: 'better' });
      state.patchVersion(versions[2]?.id ?? '', { state: 'ARCHIVED' });
      const [artifact] = state.listArtifacts().items;
      state.patchArtifact(artifact?.id ?? '', { uri: 's3://moved' });
      await watched.look();
      expect(described()).toEqual([
        ['0', undefined, 's3://moved'],
        ['1', undefined, 's3://1'],
        ['3', undefined, 's3://3'],
        ['4', undefined, 's3://4'],
        ['5', 'better', 's3://5'],
        ['6', undefined, 's3://6'],
      ]);
    },
  );
});

/** The alpha API is there until it is retired, also while somebody reads it. */
function withEndOfAlpha(http: HttpClient) {
  let isGone = false;
  const request: HttpClient['request'] = async asked => {
    if (isGone && asked.url.includes('/v1alpha3/')) {
      const details = { kind: 'status', status: 410, method: 'GET' } as const;
      throw new HttpError('answered 410', { ...details, url: asked.url });
    }
    return http.request(asked);
  };
  return {
    http: { ...http, request },
    retire: () => {
      isGone = true;
    },
  };
}

it('a model registry goes on with v1 when its alpha API ends while it is read', async () => {
  const { state, url, versions } = await startRegistry('hub-75219019');
  let retire = () => {};
  const watched = watchSource({}, ({ context, http }) => {
    const ending = withEndOfAlpha(http);
    retire = ending.retire;
    const options = { context, http: ending.http, registry: 'dev' };
    return createModelRegistrySource({ ...options, baseUrl: url });
  });
  stops.push(watched.end);
  await watched.started();
  const states = [watched.state()];

  retire();
  state.patchVersion(versions[0]?.id ?? '', { description: 'better' });
  await watched.look();
  states.push(watched.state());

  expect(states).toEqual(['complete', 'complete']);
  expect(watched.readable()?.objects).toContainEqual(
    expect.objectContaining({ versionDescription: 'better' }),
  );
});

describe('a model catalog of each release', () => {
  const cases: [string, CatalogRelease, string][] = [
    ['2.25', '0.3.1', ''],
    ['3.4', '0.3.8', ''],
    ['3.6', 'hub-75219019', ''],
    ['3.6, by v1', 'hub-75219019', '/api/model_catalog/v1'],
  ];

  it.each(cases)('%s is read whole', async (_, release, path) => {
    const state = createCatalogState({ now: tickingClock() });
    const names = Array.from({ length: 7 }, (__, index) => `org/m ${index}/ä`);
    state.setContent({
      sources: [
        {
          source: { id: 'a', name: 'A' },
          models: names.map(name => ({ name, readme: `# ${name}` })),
        },
        { source: { id: 'b', name: 'B' }, models: [{ name: 'x' }] },
        { source: { id: 'off', name: 'Off', enabled: false }, models: [] },
      ],
    });
    const server = await serve(catalogRouter(state, { release }));
    stops.push(server.stop);
    const watched = watchSource({}, given =>
      createModelCatalogSource({
        ...given,
        baseUrl: `${server.url}${path}`,
        pageSize: 2,
      }),
    );
    stops.push(watched.end);
    await watched.started();

    expect(watched.message()).toBe('');
    const objects = watched.readable()?.objects ?? [];
    expect(objects.map(({ id }) => id).sort()).toEqual(
      [...names.map(name => `a/${name}`), 'b/x'].sort(),
    );
    const cards = objects.map(({ cardDigest }) =>
      watched.source.text?.(cardDigest ?? ''),
    );
    expect(cards.filter(Boolean).sort()).toEqual(names.map(n => `# ${n}`));
  });
});

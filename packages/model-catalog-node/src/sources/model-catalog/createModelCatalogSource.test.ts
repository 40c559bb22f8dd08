import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@model-catalog/rhoai-simulator';
import { eventually, watchSource } from '../__testUtils__/watchSource';
import {
  createModelCatalogSource,
  type ModelCatalogOptions,
} from './createModelCatalogSource';

const ORG = { id: 'org', name: 'Organisation models' };
const COMMUNITY = { id: 'community', name: 'Community models' };

const aModel = (name: string, readme?: string) => ({ name, readme });

describe('the model catalog as a source', () => {
  let dir: string;
  let simulator: Simulator;
  const ends: (() => Promise<void>)[] = [];

  const watch = (
    options: Partial<ModelCatalogOptions> & { wasComplete?: boolean } = {},
  ) => {
    const { wasComplete, ...rest } = options;
    const watched = watchSource({ wasComplete }, given =>
      createModelCatalogSource({
        ...given,
        baseUrl: simulator.catalog.url,
        ...rest,
      }),
    );
    ends.push(watched.end);
    const ids = () => (watched.readable()?.objects ?? []).map(({ id }) => id);
    return { ...watched, ids: () => ids().sort() };
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'catalog-source-'));
    simulator = await startSimulator({ dir, world: 'empty' });
  });

  beforeEach(() => {
    simulator.catalog.state.setContent({
      sources: [
        { source: ORG, models: [aModel('ibm/granite', '# Granite')] },
        { source: COMMUNITY, models: [aModel('llama'), aModel('mistral')] },
      ],
    });
  });

  afterEach(async () => {
    simulator.faults.catalog.heal();
    await Promise.all(ends.splice(0).map(end => end()));
  });

  afterAll(async () => {
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('gives every model of every source, with its card beside', async () => {
    simulator.catalog.state.putModel(ORG.id, {
      name: 'ibm/granite',
      readme: '# Granite',
      description: 'IBM Granite',
      provider: 'IBM',
      license: 'apache-2.0',
      licenseLink: 'https://www.apache.org/licenses/LICENSE-2.0',
      tasks: ['text-generation'],
    });
    const watched = watch();
    await watched.started();

    expect(watched.state()).toBe('complete');
    expect(watched.ids()).toEqual([
      'community/llama',
      'community/mistral',
      'org/ibm/granite',
    ]);
    const granite = watched
      .readable()
      ?.objects.find(({ name }) => name === 'ibm/granite');
    expect(granite).toEqual({
      id: 'org/ibm/granite',
      catalog: 'model-catalog',
      artifactUris: [],
      sourceId: 'org',
      sourceName: 'Organisation models',
      name: 'ibm/granite',
      description: 'IBM Granite',
      provider: 'IBM',
      license: 'Apache 2.0',
      licenseLink: 'https://www.apache.org/licenses/LICENSE-2.0',
      tasks: ['text-generation'],
      cardDigest: expect.any(String),
    });
    expect(watched.source.text?.(granite?.cardDigest ?? '')).toBe('# Granite');
  });

  it('reads all pages, and nobody is told when nothing has changed', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `model-${index}`);
    simulator.catalog.state.setModels(
      ORG.id,
      names.map(name => aModel(name)),
    );
    const watched = watch({ pageSize: 10 });
    await watched.started();
    expect(watched.ids()).toHaveLength(27);

    const told = watched.changes();
    simulator.counters.catalog.reset();
    await watched.look();
    expect(simulator.counters.catalog.counts.requests).toBe(1 + 3 + 1);
    expect(watched.changes()).toBe(told);
  });

  it('sees a changed card although no time stamp changes', async () => {
    const watched = watch();
    await watched.started();
    const { cardDigest } = watched
      .readable()
      ?.objects.find(({ sourceId }) => sourceId === 'org') ?? {
      cardDigest: '',
    };

    simulator.catalog.state.putModel(ORG.id, aModel('ibm/granite', '# Better'));
    await watched.look();

    const after = watched
      .readable()
      ?.objects.find(({ sourceId }) => sourceId === 'org');
    expect(after?.cardDigest).not.toBe(cardDigest);
    expect(watched.source.text?.(after?.cardDigest ?? '')).toBe('# Better');
  });

  it('lets a model go only after two complete readings without it', async () => {
    const watched = watch({ settleMs: 0 });
    await watched.started();

    simulator.catalog.state.removeModel(COMMUNITY.id, 'llama');
    await watched.look();
    expect(watched.ids()).toContain('community/llama');
    expect(watched.state()).toBe('complete');
    await watched.look();
    expect(watched.ids()).not.toContain('community/llama');
  });

  it('keeps all when the catalog answers with nothing for once, as after its restart', async () => {
    const watched = watch();
    await watched.started();
    const before = watched.readable()?.objects;
    const told = watched.changes();

    simulator.catalog.state.setContent({ sources: [] });
    await watched.look();
    expect(watched.readable()?.objects).toEqual(before);
    expect(watched.changes()).toBe(told);
  });

  it('is partial in its first reading after a restart, complete in the second', async () => {
    const watched = watch({ wasComplete: true, settleMs: 0 });
    await watched.started();
    expect(watched.state()).toBe('partial');
    expect(watched.message()).toMatch(/confirmed by a second/);
    await watched.look();
    expect(watched.state()).toBe('complete');
  });

  it('leaves disabled sources out', async () => {
    simulator.catalog.state.setSource({ ...ORG, enabled: false });
    const watched = watch();
    await watched.started();
    expect(watched.state()).toBe('complete');
    expect(watched.ids()).toEqual(['community/llama', 'community/mistral']);
  });

  it('is partial while a source reports an error', async () => {
    simulator.catalog.state.setSource(ORG, {
      status: 'error',
      error: 'cannot read org.yaml',
    });
    const watched = watch();
    await watched.started();
    expect(watched.state()).toBe('partial');
    expect(watched.message()).toMatch(
      /org reports error: cannot read org.yaml/,
    );
    expect(watched.ids()).toContain('community/llama');
  });

  it('is partial when the models of one source cannot be read', async () => {
    simulator.faults.catalog.set({
      mode: 'status',
      code: 500,
      path: 'source=org',
    });
    const watched = watch();
    await watched.started();
    expect(watched.state()).toBe('partial');
    expect(watched.message()).toMatch(/models of org were not read.*500/);
    expect(watched.ids()).toEqual(['community/llama', 'community/mistral']);
  });

  it('reports a bad element, and gives the others', async () => {
    simulator.faults.catalog.set({
      mode: 'bad-element',
      variant: 'nameless',
      path: 'source=community',
    });
    const watched = watch();
    await watched.started();
    expect(watched.state()).toBe('partial');
    expect(watched.readable()?.issues).toMatchObject([
      {
        source: 'model-catalog',
        object: expect.stringMatching(/CatalogModel of community/),
        field: 'name',
      },
    ]);
    expect(watched.ids()).toEqual(['community/mistral', 'org/ibm/granite']);
  });

  it.each([
    ['401', { mode: '401' as const }, 'unavailable'],
    ['404', { mode: 'status' as const, code: 404 }, 'unavailable'],
    ['503', { mode: '503' as const }, 'failed'],
    ['HTML', { mode: 'html' as const }, 'unavailable'],
    ['half a page', { mode: 'truncate' as const }, 'failed'],
    ['no answer', { mode: 'drop' as const }, 'failed'],
  ])(
    'that answers with %s is %j first, failed later',
    async (_, fault, state) => {
      simulator.faults.catalog.set(fault);
      const watched = watch({ pollIntervalMs: 500 });
      await eventually(() => watched.state() !== undefined);
      expect(watched.state()).toBe(state);
      expect(watched.message()).toContain(simulator.catalog.url);

      simulator.faults.catalog.heal();
      await eventually(() => watched.state() === 'complete');
      simulator.faults.catalog.set(fault);
      await eventually(() => watched.state() === 'failed');
    },
  );
});

import { eventually } from '../__testUtils__/watchSource';
import { startRegistryWorld, type World } from './__testUtils__/registryWorld';

type Fault = Parameters<World['faults']['set']>[0];

/** How long a request may take: short where an answer is to come too late. */
const timeoutOf = ({ mode }: Fault) => (mode === 'slow' ? 300 : 5_000);

/** Short enough that back-offs do not matter. */
const QUICK = { pollIntervalMs: 500 };

describe('a model registry that cannot be read', () => {
  let world: World;
  let versionId: string;

  beforeAll(async () => {
    world = await startRegistryWorld();
    const { id } = world.registry.createModel({ name: 'granite' });
    const version = { name: '1.0', registeredModelId: id };
    versionId = world.registry.createVersion(version).id;
    world.registry.upsertArtifact(
      { artifactType: 'model-artifact', name: 'a', uri: 's3://a' },
      versionId,
    );
  });

  afterEach(async () => {
    world.faults.heal();
    await world.endWatches();
  });

  afterAll(async () => {
    await world.stop();
  });

  const cases: [string, Fault, 'failed' | 'unavailable', RegExp][] = [
    ['401', { mode: '401' }, 'unavailable', /401.*check the token/s],
    ['403', { mode: '403' }, 'unavailable', /Role registry-user-dev/],
    ['404', { mode: 'status', code: 404 }, 'unavailable', /404.*REST API/s],
    ['403 as a page', { mode: '403', body: 'html' }, 'unavailable', /403/],
    ['503', { mode: '503' }, 'failed', /503.*tried again/s],
    ['500', { mode: 'status', code: 500 }, 'failed', /500/],
    ['HTML', { mode: 'html' }, 'unavailable', /text\/html.*REST API/s],
    ['half a page', { mode: 'truncate' }, 'failed', /broken JSON/],
    ['a cut', { mode: 'truncate', cut: 'destroy' }, 'failed', /broke off/],
    ['no answer', { mode: 'drop' }, 'failed', /broke off/],
    ['slowness', { mode: 'slow', ms: 3000 }, 'failed', /in time|within|after/],
  ];

  it.each(cases)(
    'that answers first with %s is %j',
    async (_name, fault, state, message) => {
      world.faults.set(fault);
      const timeoutMs = timeoutOf(fault);
      const watched = world.watch({ ...QUICK, timeoutMs });
      await eventually(() => watched.state() !== undefined);

      expect(watched.state()).toBe(state);
      expect(watched.message()).toMatch(message);
      expect(watched.message()).toContain(world.simulator.registry.url);
      expect(watched.source.status()).toMatchObject({ state });

      world.faults.heal();
      await eventually(() => watched.state() === 'complete');
      expect(watched.versions()).toHaveLength(1);
    },
  );

  it.each(cases)(
    'that was read before and now answers with %s has failed, and heals',
    async (_name, fault) => {
      const watched = world.watch({
        ...QUICK,
        timeoutMs: timeoutOf(fault),
        checkIntervalMs: 20,
      });
      await eventually(() => watched.state() === 'complete');

      world.faults.set(fault);
      await eventually(() => watched.state() !== 'complete');
      expect(watched.state()).toBe('failed');
      expect(watched.source.status()?.lastCompleteAt).toBeDefined();

      world.faults.heal();
      await eventually(() => watched.state() === 'complete');
      expect(watched.versions()).toHaveLength(1);
    },
  );

  it('has failed, not vanished, when it was complete in an earlier life', async () => {
    world.faults.set({ mode: '403' });
    const watched = world.watch({ ...QUICK, wasComplete: true });
    await eventually(() => watched.state() !== undefined);
    expect(watched.state()).toBe('failed');
    expect(watched.message()).toMatch(/What was known of it stays/);
  });

  it('fails as a whole when one of its lists fails', async () => {
    world.faults.set({ mode: '503', path: 'inference_services' });
    const watched = world.watch(QUICK);
    await eventually(() => watched.state() !== undefined);
    expect(watched.state()).toBe('failed');
    expect(watched.message()).toMatch(/inference_services/);
  });

  it('names no token in its message', async () => {
    world.faults.set({ mode: '401' });
    const authorize = async () => ({ authorization: 'Bearer secret-token' });
    const watched = world.watch({ ...QUICK, httpOptions: { authorize } });
    await eventually(() => watched.state() !== undefined);
    expect(watched.message()).not.toContain('secret-token');
  });

  describe('with a bad element', () => {
    const wrongTypes: Fault = { mode: 'bad-element', variant: 'wrong-types' };

    it.each([
      ['registered_models', /RegisteredModel.*field (id|name)/],
      ['model_versions?', /ModelVersion.*field (id|name)/],
    ])('in %s is partial, and keeps the rest', async (path, message) => {
      const { id } = world.registry.createModel({ name: `other-${path}` });
      world.registry.createVersion({ name: '1', registeredModelId: id });
      world.faults.set({ ...wrongTypes, path: `${path}` });
      const watched = world.watch({ ...QUICK, checkIntervalMs: 20 });
      await eventually(() => watched.state() !== undefined);

      expect(watched.state()).toBe('partial');
      expect(watched.message()).toMatch(message);
      expect(watched.readable()?.issues.length).toBeGreaterThan(0);
      expect(watched.versions().map(v => v.modelName)).toContain(
        `other-${path}`,
      );

      world.faults.heal();
      await eventually(() => watched.state() === 'complete');
      expect(watched.readable()?.issues).toEqual([]);
    });

    it('keeps the rest when the artifacts of one version cannot be read', async () => {
      const { id } = world.registry.createModel({ name: 'beside' });
      world.registry.createVersion({ name: '1', registeredModelId: id });
      const path = `versions/${versionId}/artifacts`;
      world.faults.set({ mode: 'status', code: 500, path });
      const watched = world.watch({ ...QUICK, checkIntervalMs: 20 });
      await eventually(() => watched.state() !== undefined);

      expect(watched.state()).toBe('partial');
      expect(watched.message()).toMatch(/artifacts of ModelVersion .*500/);
      expect(watched.versions().map(v => v.modelName)).toContain('beside');
      expect([...(watched.readable()?.unreadable ?? [])]).toContainEqual(
        expect.stringMatching(new RegExp(`/${versionId}$`)),
      );

      world.faults.heal();
      await eventually(() => watched.state() === 'complete');
      const healed = watched.versions().find(v => v.versionId === versionId);
      expect(healed?.artifactUris).toEqual(['s3://a']);
    });

    it('among the artifacts keeps the version, and says that it may lack something', async () => {
      world.faults.set({ ...wrongTypes, path: `${versionId}/artifacts` });
      const watched = world.watch(QUICK);
      await eventually(() => watched.state() !== undefined);
      expect(watched.state()).toBe('partial');
      expect(watched.message()).toMatch(/ModelArtifact/);
      expect(watched.versions().map(v => v.versionId)).toContain(versionId);
      expect([...(watched.readable()?.unreadable ?? [])]).toContainEqual(
        expect.stringMatching(new RegExp(`/${versionId}$`)),
      );
    });
  });
});

import { runCli } from '../cli/index';
import { temporaryFolder } from '../__testUtils__/cluster';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';
import { sendCommand } from './client';

describe('the commands of the simulator', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ dir, world: 'demo' });
    await simulator.settled();
  });

  afterAll(async () => {
    await simulator.stop();
    remove();
  });

  const run = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCli(['--control', simulator.control.url, ...args], {
      out: text => out.push(text),
      err: text => err.push(text),
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

  it('deploy, stop, start and delete a prepared model server', async () => {
    expect(await run('deploy', 'granite-3-3-8b')).toEqual({
      code: 0,
      out: 'Deployed genai-team/granite-3-3-8b.',
      err: '',
    });
    await simulator.settled();
    const key = 'genai-team/granite-3-3-8b';
    expect(simulator.modelServers.urlOf(key)).toBeDefined();
    await run('stop', 'granite-3-3-8b');
    await simulator.settled();
    expect(simulator.modelServers.urlOf(key)).toBeUndefined();
    await run('start', 'granite-3-3-8b');
    await simulator.settled();
    expect(simulator.modelServers.urlOf(key)).toBeDefined();
    expect((await run('delete', 'granite-3-3-8b')).code).toBe(0);
    await simulator.settled();
    expect((await run('stop', 'granite-3-3-8b')).err).toContain(
      'There is no model server "granite-3-3-8b".\nDeployed are: ',
    );
  });

  it('deploy any registered model', async () => {
    const answer = await run(
      'deploy',
      'my-llama',
      '--model',
      'llama-3.1-8b-instruct',
      '--version',
      '1.0',
      '--namespace',
      'fraud-detection',
      '--no-exposed',
      '--auth',
    );
    expect(answer.code).toBe(0);
    await simulator.settled();
    const list = JSON.parse((await run('list', '--json')).out);
    expect(list.servers).toContainEqual({
      kind: 'InferenceService',
      namespace: 'fraud-detection',
      name: 'my-llama',
      state: 'Ready',
      url: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      auth: true,
      model: 'llama-3.1-8b-instruct',
      version: '1.0',
    });
  });

  it.each([
    [['deploy', 'nothing'], 'Nothing is prepared under the name "nothing".'],
    [
      ['deploy', 'llama-3-1-8b'],
      'genai-team/llama-3-1-8b is deployed already.',
    ],
    [['deploy', 'x', '--model', 'none'], 'The registry has no model "none".'],
    [
      ['register', 'fraud-detection', '2.0.0'],
      'The model "fraud-detection" has a version "2.0.0" already.',
    ],
    [
      ['archive', 'fraud-detection', '9'],
      'The model "fraud-detection" has no version "9".',
    ],
    [['break', 'nowhere', '503'], 'There is no service "nowhere".'],
    [['break', 'registry', 'nonsense'], 'The input does not fit'],
    [
      ['set-card', 'nothing', '--text', 'x'],
      'The catalog has no model "nothing".',
    ],
  ])('%j is refused with a reason and the next step', async (args, reason) => {
    const answer = await run(...args);
    expect(answer.code).toBe(1);
    expect(answer.err).toContain(reason);
    expect(answer.err.split('\n').length).toBeGreaterThan(1);
  });

  it('register, archive and unarchive', async () => {
    const args = ['--property', 'Owner=me', '--property', 'tag', '--json'];
    const answer = JSON.parse(
      (await run('register', 'new-model', '1.0', ...args)).out,
    );
    const { state } = simulator.registry;
    expect(state.getVersion(answer.versionId)).toMatchObject({
      name: '1.0',
      customProperties: {
        Owner: { string_value: 'me' },
        tag: { string_value: '' },
      },
    });
    await run('archive', 'new-model', '1.0');
    expect(state.getVersion(answer.versionId).state).toBe('ARCHIVED');
    await run('unarchive', 'new-model', '1.0');
    expect(state.getVersion(answer.versionId).state).toBe('LIVE');
    await run('archive', 'new-model');
    expect(state.getModel(answer.modelId).state).toBe('ARCHIVED');
  });

  it('set-card replaces a card and nothing else', async () => {
    const name = 'RedHatAI/whisper-large-v3';
    const get = () =>
      simulator.catalog.state.getModel('redhat_ai_models', name);
    const before = get()?.model;
    await run('set-card', 'whisper-large-v3', '--text', '# New');
    expect(get()?.model).toMatchObject({ ...before, readme: '# New' });
  });

  it('break and heal', async () => {
    await run('break', 'registry', 'slow', '--ms', '40', '--times', '3');
    expect(simulator.faults.registry.current).toEqual({
      mode: 'slow',
      ms: 40,
      times: 3,
    });
    await run('break', 'customer-churn', '503');
    const key = 'fraud-detection/customer-churn';
    const server = simulator.modelServers.services.get(key);
    expect(server?.faults.current.mode).toBe('503');
    await run('heal');
    expect(simulator.faults.registry.current.mode).toBe('none');
    expect(server?.faults.current.mode).toBe('none');
  });

  it('requests counts what came in', async () => {
    await run('requests', '--reset');
    await fetch(`${simulator.registry.url}/readyz/health`);
    const { services } = JSON.parse((await run('requests', '--json')).out);
    expect(services.registry).toMatchObject({
      requests: 1,
      patterns: { 'GET /readyz/health': { requests: 1 } },
    });
  });

  it('drop-watches and compact say what they did', async () => {
    expect((await run('drop-watches')).out).toBe('Dropped 0 watches.');
    expect((await run('compact')).code).toBe(0);
  });

  it.each([
    ['deploy', '{"name":', 400],
    ['nonsense', '{}', 404],
    ['deploy', '{}', 400],
  ])('%s with the body %s is %s over HTTP', async (name, body, status) => {
    const url = `${simulator.control.url}/commands/${name}`;
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      error: expect.any(String),
      next: expect.any(String),
    });
  });

  it('takes commands as JSON only, which no foreign web page can send unasked', async () => {
    const url = `${simulator.control.url}/commands/heal`;
    const answer = await fetch(url, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(415);
  });

  it('says how to start a simulator when none answers', async () => {
    const err: string[] = [];
    const code = await runCli(['--control', 'http://127.0.0.1:1', 'list'], {
      out: () => {},
      err: text => err.push(text),
    });
    expect(code).toBe(1);
    expect(err.join('\n')).toMatch(
      /No simulator answers at http:\/\/127\.0\.0\.1:1.*\nStart it/,
    );
  });

  it.each([
    [['--help'], 0, 'Usage: rhoai-simulator'],
    [['deploy', '--help'], 0, 'Usage: rhoai-simulator deploy'],
    [['deploy'], 2, "missing required argument 'name'"],
    [['nonsense'], 2, "unknown command 'nonsense'"],
    [
      ['serve', '--port-registry', 'x'],
      2,
      'A port from 0 to 65535 is expected.',
    ],
    [
      ['serve', '--release', '9.9'],
      2,
      'Allowed choices are mlmd, 0.3.1, 0.3.8, hub.',
    ],
  ])('%j ends with code %s', async (args, code, text) => {
    const answer = await run(...args);
    expect(answer.code).toBe(code);
    expect(`${answer.out}${answer.err}`).toContain(text);
  });

  describe('without a command line', () => {
    const send = async (name: string, input: object) =>
      sendCommand(simulator.control.url, name, { ...input });

    it('annotate a deployment and describe a version', async () => {
      await send('annotate', {
        name: 'nomic-embed-text',
        annotations: { 'openshift.io/description': 'By hand' },
      });
      await send('describe', {
        model: 'granite-3.3-8b-instruct',
        version: '1.1',
        text: 'By hand too',
      });
      const models = simulator.registry.state.listVersions().items;
      expect(models.map(({ description }) => description)).toContain(
        'By hand too',
      );
      const { items } = await send('objects', { kind: 'InferenceService' });
      expect(JSON.stringify(items)).toContain('"By hand"');
    });

    it('write, list and delete objects whatever is wrong with the API', async () => {
      simulator.faults.kubernetes.set({ mode: 'drop' });
      const place = { kind: 'ConfigMap', namespace: 'rhdh', name: 'by-hand' };
      const { kind, ...metadata } = place;
      const named = async () =>
        JSON.stringify(await send('objects', { kind, namespace: 'rhdh' }));
      for (const text of ['one', 'two']) {
        const object = { kind, apiVersion: 'v1', metadata, data: { text } };
        await send('write-object', { object });
        expect(await named()).toContain(`"text":"${text}"`);
      }
      await send('delete-object', place);
      expect(await named()).not.toContain('by-hand');
      await expect(send('delete-object', place)).rejects.toThrow(
        'There is no ConfigMap "by-hand".',
      );
      simulator.faults.kubernetes.heal();
    });
  });
});

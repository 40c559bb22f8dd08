import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWorld, type Simulator } from '@model-catalog/rhoai-simulator';
import { listen, removalsRouter } from '@model-catalog/service';
import express from 'express';
import {
  createRig,
  environmentOf,
  eventually,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';

jest.setTimeout(60_000);

const DEPLOYED = 8;

describe('approve-removals', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  let environment: Record<string, string>;

  beforeEach(async () => {
    rig = await createRig();
    simulator = await rig.cluster({ users: [{ token: TOKEN, user: 'all' }] });
    generateWorld(simulator, {
      models: DEPLOYED,
      versions: 1,
      deployed: DEPLOYED,
    });
    environment = environmentOf(simulator);
  });
  afterEach(() => rig.close());

  const serversIn = (keys: readonly string[]) =>
    keys.filter(key => key.startsWith('server/')).length;

  /** A bridge that comes back after everything was deleted while it was away. */
  const afterLoss = async () => {
    const before = await rig.bridge(environment);
    await eventually(async () =>
      expect(serversIn(await before.records())).toBe(DEPLOYED),
    );
    await before.end();
    const admin = rig.adminOf(simulator);
    const path = '/apis/serving.kserve.io/v1beta1';
    const { body } = await admin.http.request({
      url: `${simulator.kubernetes.url}${path}/inferenceservices`,
    });
    const { items }: { items: { metadata: Record<string, string> }[] } =
      JSON.parse(body);
    for (const { metadata } of items) {
      const { namespace, name } = metadata;
      await admin.send(
        'DELETE',
        `${path}/namespaces/${namespace}/inferenceservices/${name}`,
      );
    }
    const bridge = await rig.bridge(environment);
    await eventually(async () =>
      expect(await bridge.readyz()).toContain('refused'),
    );
    const url = `http://127.0.0.1:${bridge.ports.metrics}`;
    const run = (...argv: string[]) =>
      runTool(['approve-removals', '--url', url, ...argv], environment);
    return { bridge, run, url };
  };

  it('lists what is kept, approves it once, and it goes', async () => {
    const { bridge, run } = await afterLoss();
    expect(serversIn(await bridge.records())).toBe(DEPLOYED);

    const listed = await run();
    expect(listed.code).toBe(0);
    expect(listed.out).toContain(`kserve: ${DEPLOYED} objects are gone`);
    expect(listed.out).toContain('approve-removals kserve --yes');

    const shown = await run('kserve', '--json');
    expect(JSON.parse(shown.out).refused.kserve).toHaveLength(DEPLOYED);
    expect(serversIn(await bridge.records())).toBe(DEPLOYED);

    const approved = await run('kserve', '--yes', '--json');
    expect({ ...approved, out: JSON.parse(approved.out) }).toEqual({
      code: 0,
      errors: '',
      out: { source: 'kserve', approved: DEPLOYED, removed: DEPLOYED },
    });
    expect(serversIn(await bridge.records())).toBe(0);
    expect((await run()).out).toBe('No removal is refused\n');
  });

  it('needs the write credential, and approves what is listed only', async () => {
    const { bridge, run, url } = await afterLoss();

    const stranger = await runTool(
      ['approve-removals', '--url', url, 'kserve', '--yes'],
      { ...environment, token: 'another' },
    );
    expect(stranger.code).toBe(1);
    expect(stranger.errors).toContain('401');
    expect(stranger.errors).toContain('oc exec');
    expect(stranger.errors).not.toContain('another\n');

    const other = await run('model-catalog', '--yes');
    expect(other.code).toBe(1);
    expect(other.errors).toContain('sources with refusals: kserve');
    expect(serversIn(await bridge.records())).toBe(DEPLOYED);
  });

  it.each([
    [['--yes'], {}, 2, 'needs the id of a source'],
    [['--url', 'ftp://x'], {}, 2, 'no http or https URL'],
    [['--url', 'http://example.com'], {}, 2, 'https'],
    [[], {}, 2, 'STORAGE_TOKEN'],
    [[], { token: 't', METRICS_ADDRESS: '127.0.0.1:1' }, 1, '--url'],
  ])('%j with %j ends with %i', async (argv, given, expected, text) => {
    const { code, errors } = await runTool(
      ['approve-removals', ...argv],
      given,
    );
    expect(code).toBe(expected);
    expect(errors).toContain(text);
  });
});

describe('approve-removals, of several backends behind one address', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'approve-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Each connection reaches the next one in turn; `writers` of them write. */
  async function balance(writers: readonly boolean[]) {
    let refused: Record<string, readonly string[]> = { kserve: ['a', 'b'] };
    const approve = () => {
      refused = {};
      return true;
    };
    const backends = writers.map(isLeader => {
      const state = () => ({
        leader: { isLeader, holder: 'pod-1' },
        lastRun: { refused: isLeader ? refused : {} },
      });
      return express().use(removalsRouter({ approve, state }));
    });
    let turn = 0;
    const server = await listen(
      (request, response) => {
        turn += 1;
        backends[turn % backends.length]?.(request, response);
      },
      { host: '127.0.0.1', port: 0 },
      'test',
    );
    const tokenFile = join(dir, 'token');
    await writeFile(tokenFile, 'of-the-hub');
    const url = `http://127.0.0.1:${server.port}`;
    const run = (...argv: string[]) =>
      runTool(
        ['approve-removals', '--url', url, '--token-file', tokenFile, ...argv],
        {},
      );
    return { run, close: server.close };
  }

  it('asks until the one that writes answers', async () => {
    const { run, close } = await balance([false, true, false]);
    const listed = await run('--json');
    expect(JSON.parse(listed.out).refused).toEqual({ kserve: ['a', 'b'] });
    const approved = await run('kserve', '--yes', '--json');
    expect({ ...approved, out: JSON.parse(approved.out) }).toEqual({
      code: 0,
      errors: '',
      out: { source: 'kserve', approved: 2, removed: 2 },
    });
    await close();
  });

  it('says so when none of them writes', async () => {
    const { run, close } = await balance([false, false]);
    const listed = await run('kserve', '--yes');
    expect(listed.code).toBe(1);
    expect(listed.errors).toContain('stands by; pod-1 writes');
    await close();
  });
});

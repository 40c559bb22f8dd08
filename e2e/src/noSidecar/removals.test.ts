/* eslint-disable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports -- the plugin's own rig, which no hub gets */
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { clusterBlock } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/clusterBlock';
import { Hub } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/Hub';
import { waitFor } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/waitFor';
import { runTool } from '@model-catalog/bridge/src/tools/__testUtils__/runTool';
import { createHttpClient } from '@model-catalog/node';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(180_000);

const DEPLOYED = 8;
const TOKEN = 'of-an-engineer-on-call-000000000';
const SERVING = '/apis/serving.kserve.io/v1beta1';

/** A hub that takes that token from outside, for this plugin only. */
const AUTH = {
  externalAccess: [
    {
      type: 'static',
      options: { token: TOKEN, subject: 'on-call' },
      accessRestrictions: [{ plugin: 'model-catalog' }],
    },
  ],
};

describe('a hub without sidecars, whose servers all went while it was away,', () => {
  let dir: string;
  let simulator: Simulator;
  let hub: Hub | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'removals-'));
    simulator = await startSimulator({ dir });
    const models = { models: DEPLOYED, versions: 1 };
    generateWorld(simulator, { ...models, deployed: DEPLOYED });
    await writeFile(join(dir, 'token'), `${TOKEN}\n`);
    await writeFile(join(dir, 'other'), 'not-that-one\n');
  });
  afterAll(async () => {
    await hub?.stop();
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(): Promise<Hub> {
    const database = {
      client: 'better-sqlite3',
      connection: { directory: dir },
    };
    hub = new Hub({
      entries: { models: { rhoai: clusterBlock(simulator) } },
      database,
      more: { backend: { database, auth: AUTH } },
    });
    return hub.start();
  }
  const serversOf = async (of: Hub) =>
    (await of.names()).filter(name => name.startsWith('Component:')).length;

  async function deleteServers(): Promise<void> {
    const { url, caPem, token } = simulator.kubernetes;
    const http = createHttpClient({
      tls: { caPem },
      authorize: async () => ({ authorization: `Bearer ${token}` }),
    });
    const { body } = await http.request({
      url: `${url}${SERVING}/inferenceservices`,
    });
    const { items }: { items: { metadata: Record<string, string> }[] } =
      JSON.parse(body);
    for (const { metadata } of items) {
      const { namespace, name } = metadata;
      await http.request({
        method: 'DELETE',
        url: `${url}${SERVING}/namespaces/${namespace}/inferenceservices/${name}`,
      });
    }
    await http.close();
  }

  /** The command, as a person on another machine runs it. */
  const run = (of: Hub, file: string, ...argv: string[]) =>
    runTool(
      [
        ...['approve-removals', ...argv],
        ...['--url', `${of.url}/api/model-catalog/models`],
        ...['--token-file', join(dir, file)],
      ],
      {},
    );

  it('keeps them until somebody whom the hub knows lets them go', async () => {
    const before = await start();
    await waitFor(async () => expect(await serversOf(before)).toBe(DEPLOYED));
    await before.stop();
    await deleteServers();

    const now = await start();
    await waitFor(async () => {
      const listed = await run(now, 'token');
      expect(listed).toMatchObject({ code: 0, errors: '' });
      expect(listed.out).toContain(`kserve: ${DEPLOYED} objects are gone`);
    });
    expect(await serversOf(now)).toBe(DEPLOYED);

    const stranger = await run(now, 'other', 'kserve', '--yes');
    expect(stranger.code).toBe(1);
    expect(stranger.errors).toContain('401');
    expect(stranger.errors).toContain('backend.auth.externalAccess');
    expect(stranger.errors).not.toContain('not-that-one');

    const approved = await run(now, 'token', 'kserve', '--yes', '--json');
    expect(approved).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(approved.out)).toEqual({
      ...{ source: 'kserve', approved: DEPLOYED, removed: DEPLOYED },
    });
    await waitFor(async () => expect(await serversOf(now)).toBe(0));
  });
});

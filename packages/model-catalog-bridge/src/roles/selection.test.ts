import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import pino from 'pino';
import { loadConfig } from '../config/config';
import { eventually } from './__testUtils__/bridge';
import { startAll } from './all';

type Snapshot = {
  records: { key: string; ownerRef: string }[];
  removed: string[];
};

describe('a bridge with a configuration file', () => {
  let dir: string;
  let simulator: Simulator;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bridge-selection-'));
    simulator = await startSimulator({ dir });
    generateWorld(simulator, { models: 3, versions: 2, deployed: 2 });
  });
  afterEach(async () => {
    await simulator.stop();
    await rm(dir, { recursive: true });
  });

  /** One life of the bridge, until what it serves satisfies the check. */
  async function live(
    file: string,
    check: (snapshot: Snapshot) => void,
  ): Promise<Snapshot> {
    const path = join(dir, 'bridge.yaml');
    await writeFile(path, file);
    const environment = {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      NAMESPACE: 'rhdh',
    };
    const config = await loadConfig(
      {
        ...environment,
        LOCATION_ADDRESS: '127.0.0.1:0',
        METRICS_ADDRESS: '127.0.0.1:0',
        CHECK_INTERVAL: '100ms',
      },
      { CONFIG_FILE: path },
    );
    const stop = new AbortController();
    const { ports, done } = await startAll({
      config,
      environment,
      logger: pino({ level: 'silent' }),
      signal: stop.signal,
    });
    try {
      return await eventually(async () => {
        const url = `http://127.0.0.1:${ports.location}/api/v1/records`;
        const answer = await fetch(url);
        const snapshot: Snapshot = JSON.parse(await answer.text());
        check(snapshot);
        return snapshot;
      });
    } finally {
      stop.abort();
      await done;
    }
  }

  const keys = ({ records }: Snapshot) => records.map(({ key }) => key);

  it('reads what the file names and takes what it chooses, life by life', async () => {
    const sources = `
registries: [{name: bench, url: '${simulator.registry.url}'}]
catalogs: [{name: model-catalog, url: '${simulator.catalog.url}'}]
`;
    const all = await live(sources, snapshot =>
      expect(snapshot.records).toHaveLength(8),
    );
    const servers = keys(all).filter(key => key.startsWith('server/'));
    const [namespace = ''] = servers.map(key => key.split('/')[2] ?? '');

    const chosen = await live(
      `${sources}
versions: deployed
namespaces: {exclude: ['no-such-*']}
`,
      snapshot => expect(snapshot.records).toHaveLength(4),
    );
    expect(keys(chosen)).toEqual(expect.arrayContaining(servers));
    expect(chosen.removed).toHaveLength(4);

    const registeredOnly = await live(
      `${sources}\nnamespaces: {exclude: ['${namespace}']}`,
      snapshot =>
        expect(
          keys(snapshot).filter(key => !key.startsWith('version/')),
        ).toEqual(servers.filter(key => key.split('/')[2] !== namespace)),
    );
    expect(registeredOnly.records.length).toBeGreaterThanOrEqual(6);

    await live(sources, snapshot => expect(keys(snapshot)).toEqual(keys(all)));
  });

  it('chooses by labels of namespaces', async () => {
    const file = (selector: string) => `
registries: [{name: bench, url: '${simulator.registry.url}'}]
discovery: {catalogs: false}
namespaces: {selector: '${selector}'}
`;
    const all = await live(file('!hidden'), snapshot =>
      expect(snapshot.records).toHaveLength(8),
    );
    expect(all.removed).toEqual([]);

    const none = await live(file('publish=yes'), snapshot =>
      expect(keys(snapshot).some(key => key.startsWith('server/'))).toBe(false),
    );
    expect(none.records).toHaveLength(6);
  });
});

import { spawn, type ChildProcess } from 'child_process';
import { once } from 'events';
import { mkdtemp, readFile, rm } from 'fs/promises';
import { Socket } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  freePort,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { buildBridge } from '../acceptance/system/buildBridge';
import { startBackstage } from '../acceptance/system/startBackstage';
import { waitFor } from '../realServers/waitFor';
import { BRIDGE } from './shims';

jest.setTimeout(180_000);

const HOOK = join(__dirname, 'connectionLog.cjs');

const isHere = (where: string) =>
  /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|\/.*)$/.test(where);

/** Programs as they ship, each of which writes down where it connects to. */
class Watched {
  readonly log: string;
  private readonly running: ChildProcess[] = [];

  constructor(private readonly dir: string) {
    this.log = join(dir, 'connections.log');
  }

  start(args: readonly string[], environment: Record<string, string>) {
    const child = spawn(
      process.execPath,
      ['--require', HOOK, BRIDGE, ...args],
      {
        cwd: this.dir,
        stdio: 'ignore',
        env: {
          PATH: process.env.PATH,
          HOME: this.dir,
          CONNECTION_LOG: this.log,
          ...environment,
        },
      },
    );
    this.running.push(child);
    return child;
  }

  async lines(): Promise<string[]> {
    const text = await readFile(this.log, 'utf8');
    return [...new Set(text.trim().split('\n'))];
  }

  async stop(): Promise<void> {
    for (const child of this.running) {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
    }
  }
}

describe('where anything connects to, while it runs', () => {
  let dir: string;
  let simulator: Simulator;
  let watched: Watched;
  let environment: Record<string, string>;
  let location: string;

  beforeAll(async () => {
    await buildBridge();
    dir = await mkdtemp(join(tmpdir(), 'connections-'));
    simulator = await startSimulator({ dir, world: 'demo' });
    watched = new Watched(dir);
    const [port, metrics] = [await freePort(), await freePort()];
    location = `http://localhost:${port}`;
    environment = {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      NAMESPACE: 'rhdh',
      MR_ROUTE: simulator.registry.url,
      CATALOG_URL: simulator.catalog.url,
      LOCATION_ADDRESS: `127.0.0.1:${port}`,
      METRICS_ADDRESS: `127.0.0.1:${metrics}`,
      BRIDGE_URL: location,
    };
    watched.start(['all'], environment);
    const synced = async () =>
      (await fetch(`${location}/list`).catch(() => undefined))?.ok || undefined;
    await waitFor(synced, { what: 'the first sync', timeoutMs: 60_000 });
  });
  afterAll(async () => {
    await watched?.stop();
    await simulator?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('the bridge connects to the cluster alone, which is on this machine here', async () => {
    const exported = watched.start(
      ['export', '--cards', join(dir, 'cards')],
      environment,
    );
    expect((await once(exported, 'exit'))[0]).toBe(0);
    const diagnosed = watched.start(['diagnose'], environment);
    expect((await once(diagnosed, 'exit'))[0]).toBe(0);

    const lines = await watched.lines();
    expect(lines.length).toBeGreaterThan(0);
    expect(
      lines.filter(line => !isHere(line.slice(line.indexOf(' ') + 1))),
    ).toEqual([]);
  });

  it('a Backstage with our plugins connects to the location service alone', async () => {
    const targets = new Set<string>();
    const { connect } = Socket.prototype;
    const spy = jest
      .spyOn(Socket.prototype, 'connect')
      .mockImplementation(function noted(this: Socket, ...args: unknown[]) {
        const [first] = [args[0]].flat();
        const host =
          typeof first === 'object' && first !== null && 'host' in first
            ? String(first.host)
            : 'localhost';
        targets.add(host);
        return Reflect.apply(connect, this, args);
      });
    try {
      const hub = await startBackstage({
        entry: { baseUrl: location },
        environment: {},
      });
      const shown = async () => {
        const { length } = await hub.catalog.entities();
        return length > 20 ? length : undefined;
      };
      await waitFor(shown, { what: 'the entities', timeoutMs: 60_000 });
      await hub.stop();
    } finally {
      spy.mockRestore();
    }
    expect(targets.size).toBeGreaterThan(0);
    expect([...targets].filter(host => !isHere(host))).toEqual([]);
  });

  it('and a connection elsewhere would be told of', async () => {
    const other = new Watched(await mkdtemp(join(dir, 'other-')));
    const asked = other.start(['export', '--entities', '-'], {
      BRIDGE_URL: 'http://connector.invalid:9090',
    });
    await once(asked, 'exit');
    expect(await other.lines()).toContain('lookup connector.invalid');
  });
});

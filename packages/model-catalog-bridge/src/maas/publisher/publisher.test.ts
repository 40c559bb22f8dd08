/* eslint-disable @backstage/no-forbidden-package-imports -- the rig of the publisher, which no program gets */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ModelCluster,
  startModelCluster,
} from '@model-catalog/maas/src/publisher/__testUtils__/ModelCluster';
import { until } from '@model-catalog/maas/src/publisher/__testUtils__/runPublisher';
import pino from 'pino';
import { z } from 'zod/v4';
import { main } from '../../cli';
import { runTool } from '../../tools/__testUtils__/runTool';
import { startMaasPublisher } from './runPublisher';
import { readPublisherConfig } from './settings';

jest.setTimeout(60_000);

const Readyz = z.object({
  status: z.string(),
  role: z.string(),
  holder: z.string().optional(),
  reasons: z.array(z.string()),
  offerings: z.record(z.string(), z.number()),
});

describe('model-catalog-bridge maas-publisher', () => {
  let cluster: ModelCluster;
  let dir: string;
  const ends: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'maas-publisher-'));
    cluster = await startModelCluster();
    await cluster.createRuntime();
    await cluster.deploy('granite');
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
    await cluster.stop();
    rmSync(dir, { recursive: true });
  });

  const environment = (over: Record<string, string> = {}) => ({
    KUBECONFIG: cluster.kubeconfig,
    MAAS_NAMESPACES: 'team',
    METRICS_ADDRESS: '127.0.0.1:0',
    ...over,
  });
  const start = async () => {
    const stop = new AbortController();
    const running = await startMaasPublisher({
      config: await readPublisherConfig(environment()),
      environment: environment(),
      logger: pino({ level: 'silent' }),
      signal: stop.signal,
    });
    const end = async () => {
      stop.abort();
      await running.done;
    };
    ends.push(end);
    const url = `http://127.0.0.1:${running.ports.metrics}`;
    const ready = async () =>
      Readyz.parse(await (await fetch(`${url}/readyz`)).json());
    return { end, url, ready };
  };

  it('publishes, and tells how it stands', async () => {
    const { url, ready } = await start();
    const body = await until(async () => {
      const found = await ready();
      return found.offerings.Pending === 1 && found;
    }, 'an offering');
    expect(body).toMatchObject({ status: 'ok', role: 'leader', reasons: [] });
    expect((await cluster.all()).map(({ kind }) => kind).sort()).toEqual([
      'ActiveDoc',
      'Backend',
      'Product',
    ]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain(
      'model_catalog_maas_offerings{state="Pending"} 1',
    );
    expect(metrics).toContain(
      'model_catalog_maas_writes_total{reason="new"} 4',
    );
    expect(metrics).toContain('model_catalog_maas_leader 1');
    expect(metrics).toContain('model_catalog_maas_state{state="ok"} 1');
    expect(metrics).toContain('model_catalog_maas_state{state="degraded"} 0');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/secrets`)).status).toBe(404);
  });

  it('stands by while another one works, and takes over when that ends', async () => {
    const first = await start();
    await until(
      async () => (await first.ready()).role === 'leader',
      'a leader',
    );
    const second = await start();
    const waiting = await until(async () => {
      const found = await second.ready();
      return found.holder !== undefined && found;
    }, 'a standby');
    expect(waiting).toMatchObject({ status: 'ok', role: 'standby' });
    expect(await (await fetch(`${second.url}/metrics`)).text()).toContain(
      'model_catalog_maas_state{state="standby"} 1',
    );
    await first.end();
    await until(
      async () => (await second.ready()).role === 'leader',
      'another leader',
    );
    expect((await second.ready()).role).toBe('leader');
  });

  it('shows what it would write, and writes nothing', async () => {
    const plans = join(dir, 'settings.yaml');
    writeFileSync(plans, 'targetNamespace: 3scale\ncorsOrigins: ["*"]\n');
    const env = environment({ MAAS_SETTINGS_FILE: plans });
    const shown = await runTool(['maas-publisher', '--dry-run'], env);
    expect(shown.errors).toBe('');
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/^Backend \S+ is made \(team\/inferenceservice/);
    const json = await runTool(['maas-publisher', '--dry-run', '--json'], env);
    expect(JSON.parse(json.out)).toMatchObject({
      failures: [],
      writes: Array(4).fill({ reason: 'new' }),
    });
    expect(await cluster.all()).toEqual([]);
  });

  it('unpublishes all, or some, when told so, and shows the plan before', async () => {
    const { end, ready } = await start();
    await until(
      async () => (await ready()).offerings.Pending === 1,
      'an offering',
    );
    await end();
    const run = (...args: string[]) =>
      runTool(['maas', 'unpublish', ...args], environment());
    const shown = await run('--all');
    expect(shown.out).toContain('hide the plans of Product');
    expect(shown.out).toContain('--yes');
    expect((await run('team/inferenceservice/none')).code).toBe(1);
    expect((await run('--all', '--yes')).out).toBe('1 offerings hidden\n');
    expect((await run('--all')).out).toContain('Nothing is left');
    const granite = 'team/inferenceservice/granite';
    const deleted = await run(granite, '--delete', '--yes');
    expect(deleted).toMatchObject({ code: 0, out: '1 offerings deleted\n' });
    expect(await cluster.all()).toEqual([]);
    expect((await run('--all')).out).toContain('Nothing is left');
  });

  it.each([
    ['no namespace', { MAAS_NAMESPACES: '' }, 'MAAS_NAMESPACES: names no'],
    ['one that is none', { MAAS_NAMESPACES: 'a,B!' }, '"B!" is no name'],
    ['a policy that is none', { MAAS_DELETION_POLICY: 'burn' }, 'retain-but'],
    ['a time without unit', { MAAS_GRACE_PERIOD: '5' }, 'MAAS_GRACE_PERIOD'],
    ['a file that is not there', { MAAS_SETTINGS_FILE: '/none' }, '/none'],
    ['a profile that is none', { MAAS_AUTH_PROFILE: 'x' }, 'authProfile'],
    ['a share of two', { MAX_REMOVAL_SHARE: '2' }, 'from 0 to 1'],
  ])('does not start with %s', async (_, over, message) => {
    const { code, errors } = await runTool(
      ['maas-publisher'],
      environment(over),
    );
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const texts: string[] = [];
    const ended = main(['maas-publisher'], {
      environment: environment({ LOG_LEVEL: 'fatal' }),
      signal: stop.signal,
      writeError: text => texts.push(text),
    });
    await until(
      async () => (await cluster.listOf('ActiveDoc')).length === 1,
      'an ActiveDoc',
    );
    stop.abort();
    expect(await ended).toBe(0);
    expect(texts).toEqual([]);
  });
});

import { request } from 'undici';
import { runCli } from './cli/runCli';
import {
  startThreescaleSimulator,
  type ThreescaleSimulator,
} from './simulator';

jest.setTimeout(30_000);

let simulator: ThreescaleSimulator | undefined;

afterEach(async () => {
  await simulator?.stop();
  simulator = undefined;
});

const get = async (url: string) => {
  const { statusCode, body } = await request(url);
  return { status: statusCode, text: await body.text() };
};

describe('a 3scale without a cluster', () => {
  it('has an Admin API, an open portal and a gateway', async () => {
    simulator = await startThreescaleSimulator();
    const { admin, portal, gateway, token } = simulator;
    const services = `${admin}/admin/api/services.json?access_token=${token}`;
    expect(await get(services)).toEqual({
      status: 200,
      text: JSON.stringify({ services: [] }),
    });
    expect((await get(portal)).text).toContain('No model is offered');
    expect((await get(gateway)).status).toBe(404);
  });

  it('tells where its parts are', async () => {
    simulator = await startThreescaleSimulator();
    const { provider } = simulator.tenant;
    expect(provider.admin_base_url).toBe(simulator.admin);
    expect(provider.base_url).toBe(simulator.portal);
  });

  it('is as nobody has set it up yet, where that is wanted', async () => {
    simulator = await startThreescaleSimulator({ fresh: true });
    expect((await get(simulator.portal)).text).toContain('access code');
    expect(simulator.tenant.services.list()).toHaveLength(1);
  });

  it('leaves nothing running where a port is taken', async () => {
    simulator = await startThreescaleSimulator();
    const taken = Number(new URL(simulator.portal).port);
    await expect(
      startThreescaleSimulator({ ports: { portal: taken } }),
    ).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('the command line', () => {
  it.each([
    [['--help'], 0],
    [['serve', '--port-admin', 'x'], 2],
    [['unknown'], 2],
    [['serve', '--kubeconfig', '/does/not/exist'], 1],
  ])('%j ends with %d', async (args, code) => {
    const lines: string[] = [];
    const take = (line: string) => lines.push(line);
    expect(await runCli(args, { out: take, err: take })).toBe(code);
    expect(lines.join('')).not.toBe('');
  });
});

import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  startThreescale,
  startThreescaleSimulator,
  updateProvider,
} from '@model-catalog/threescale-simulator';
import { runTool } from '../../tools/__testUtils__/runTool';
import {
  clusterWith,
  serve,
  stops,
  TOKEN,
  writeKubeconfig,
} from '../setupTenant/__testUtils__/cluster';

jest.setTimeout(60_000);

const PASSWORD = 'the-password-of-the-administrator';

describe('maas check in a cluster', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'maas-check-'));
    await writeFile(join(dir, 'password'), PASSWORD);
    await writeFile(join(dir, 'secret'), 'the-secret-of-the-client');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
    await rm(dir, { recursive: true, force: true });
  });

  it('finds prerequisites, address and token there', async () => {
    const threescale = await startThreescale({ token: TOKEN });
    stops.push(() => threescale.stop());
    const KUBECONFIG = await writeKubeconfig(
      dir,

      await serve(clusterWith(threescale.url)),
    );
    const { out } = await runTool(
      ['maas', 'check', '--json', '--token-secret', 'tenant'],
      { KUBECONFIG },
    );
    expect(JSON.parse(out)).toMatchObject({
      tenant: threescale.url,
      steps: expect.arrayContaining(
        [
          'cluster.storage',
          'cluster.apimanager',
          'cluster.deployments',
          'cluster.admin-route',
        ].map(id => expect.objectContaining({ id, state: 'done' })),
      ),
    });
    expect(out).not.toContain(TOKEN);
  });

  it('says when the Secret is not there', async () => {
    const KUBECONFIG = await writeKubeconfig(dir, await serve(clusterWith('')));
    const { code, out } = await runTool(['maas', 'check'], { KUBECONFIG });
    expect(code).toBe(1);
    expect(out).toContain('the Secret 3scale/system-seed cannot be read');
    expect(out).toContain('--token-file');
  });

  /** A Keycloak as far as it is asked, with the client's redirect wide open. */
  const startSso = async () => {
    const client = {
      ...{ id: 'uuid', clientId: '3scale', redirectUris: ['*'] },
      protocol: 'openid-connect',
    };
    const url = await serve((request, body) => {
      if (request.url?.endsWith('/token')) {
        return { json: { access_token: 'an-access-token' } };
      }
      if (request.method === 'PUT') {
        Object.assign(client, JSON.parse(body));
        return { json: {} };
      }
      return request.url?.startsWith('/admin/') ? { json: [client] } : {};
    });
    return { realm: `${url}/realms/maas`, client };
  };

  it.each([
    ['open', '', 0],
    ['closed by an access code', 'sesame', 1],
  ])('walks the login of a whole 3scale that is %s', async (_, code, exit) => {
    const threescale = await startThreescaleSimulator({ token: TOKEN });
    stops.push(() => threescale.stop());
    updateProvider(threescale.tenant, { site_access_code: code });
    const check = await runTool(
      [
        ...['maas', 'check', '--login', '--json', '--no-cluster'],
        ...['--url', threescale.admin, '--no-portal', '--no-access-code'],
        ...['--sso-realm', `${threescale.portal}/realms/maas`],
      ],
      { THREESCALE_TOKEN: TOKEN },
    );
    expect(JSON.parse(check.out)).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({
          id: 'login.portal',
          state: exit === 0 ? 'done' : 'blocked',
        }),
      ]),
    });
    expect(check.out.includes('shows its login')).toBe(exit === 0);
    expect(check.code).toBe(exit);
  });

  it('sets up the login, corrects its redirect, and walks it', async () => {
    const sso = await startSso();
    const portalUrl: string = await serve(() => {
      const query = new URLSearchParams({
        ...{ client_id: '3scale', response_type: 'code' },
        redirect_uri: `${portalUrl}/auth/x/callback`,
      });
      const path = '/protocol/openid-connect/auth';
      return { status: 302, location: `${sso.realm}${path}?${query}` };
    });
    const threescale = await startThreescale({ token: TOKEN, portalUrl });
    stops.push(() => threescale.stop());
    const run = (command: string, ...more: string[]) =>
      runTool(
        [
          ...['maas', command, '--no-cluster', '--url', threescale.url],
          ...['--sso-realm', sso.realm],
          ...['--sso-secret-file', join(dir, 'secret'), ...more],
        ],
        {
          THREESCALE_TOKEN: TOKEN,
          KEYCLOAK_USER: 'admin',
          KEYCLOAK_PASSWORD_FILE: join(dir, 'password'),
        },
      );
    const setUp = await run('setup-tenant');
    expect(setUp.errors).toContain(
      `set the redirect of 3scale to ${portalUrl}/auth/*`,
    );
    expect(setUp.code).toBe(0);
    expect(sso.client).toMatchObject({
      ...{ redirectUris: [`${portalUrl}/auth/*`], protocol: 'openid-connect' },
    });
    const check = await run('check', '--login');
    expect(check.out).toContain('shows its login');
    expect(check.code).toBe(0);
    const all = setUp.out + setUp.errors + check.out + check.errors;
    for (const secret of [TOKEN, PASSWORD, 'the-secret-of-the-client']) {
      expect(all).not.toContain(secret);
    }
  });
});

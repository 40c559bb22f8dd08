import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  createService,
  startThreescale,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { runTool } from '../../tools/__testUtils__/runTool';

jest.setTimeout(60_000);

const TOKEN = 'the-token-of-the-administrator';
const SECRET = 'the-secret-of-the-client';

describe('maas setup-tenant and maas check', () => {
  let dir: string;
  let threescale: Threescale;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'setup-tenant-'));
    threescale = await startThreescale({ token: TOKEN });
    await writeFile(join(dir, 'token'), `${TOKEN}\n`);
    await writeFile(join(dir, 'secret'), `${SECRET}\n`);
  });
  afterEach(async () => {
    await threescale.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const run = (command: string, ...flags: string[]) =>
    runTool(
      [
        ...['maas', command, '--no-cluster', '--url', threescale.url],
        ...['--token-file', join(dir, 'token'), ...flags],
      ],
      {},
    );
  const sso = () => [
    ...['--sso-realm', 'https://sso.example.com/realms/maas'],
    ...['--sso-secret-file', join(dir, 'secret')],
  ];
  const writes = () =>
    threescale.requests.filter(request => !request.startsWith('GET '));

  it('plans without a change, does it, and finds nothing to do afterwards', async () => {
    createService(threescale.tenant, { name: 'Granite' });
    const plan = await run('setup-tenant', '--plan', ...sso());
    expect(plan.code).toBe(0);
    expect(plan.out).toContain('remove the access code');
    expect(plan.out).toContain('Nothing is changed');
    expect(writes()).toEqual([]);
    expect((await run('check', ...sso())).code).toBe(1);

    const done = await run('setup-tenant', ...sso());
    expect(done).toMatchObject({ code: 0 });
    expect(done.errors).toMatch(/1\/\d+ {2}remove the access code/);
    expect(done.out).toContain('0 todo');

    const before = writes().length;
    const again = await run('setup-tenant', ...sso());
    expect(again).toMatchObject({ code: 0, errors: '' });
    expect(again.out).toContain('Nothing to do');
    expect(writes()).toHaveLength(before);
    expect((await run('check', ...sso())).code).toBe(0);

    const all = [plan, done, again].map(one => one.out + one.errors).join('');
    for (const secret of [TOKEN, SECRET]) {
      expect(all + threescale.requests.join('')).not.toContain(secret);
    }
  });

  it('shows the first of many changes, and all of them to programs', async () => {
    for (let number = 0; number < 40; number++) {
      createService(threescale.tenant, { name: `Model ${number}` });
    }
    const { out } = await run('setup-tenant', '--plan', '--no-subscribe');
    expect(out).toContain('and 28 more');
    const json = await run('setup-tenant', '--plan', '--json');
    expect(
      json.out.match(/"make Default the default service plan of/g),
    ).toHaveLength(41);
  });

  it('tells programs what there is', async () => {
    const { out } = await run('check', '--json');
    expect(JSON.parse(out)).toMatchObject({
      tenant: threescale.url,
      counts: { blocked: 0 },
      steps: expect.arrayContaining([
        expect.objectContaining({
          id: 'portal.access-code',
          state: 'todo',
          actions: ['remove the access code'],
        }),
      ]),
    });
  });

  it.each([
    ['a token that is not known', 'another-token', 'Access Settings|Tokens'],
    ['an empty file', ' ', 'is empty'],
  ])('ends with 1 with %s, and says what to do', async (_, token, text) => {
    await writeFile(join(dir, 'token'), token);
    const { code, out } = await run('setup-tenant');
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(text));
    expect(writes()).toEqual([]);
  });

  it.each([
    ['--url', 'maas-admin'],
    ['--sso-realm', 'https://sso.example.com'],
    ['--sso-secret', 'name-without-key'],
    ['--wait', '20'],
  ])('ends with 2 for %s %s', async (flag, value) => {
    expect((await run('check', flag, value)).code).toBe(2);
  });

  it('says how to give a token', async () => {
    const { code, out } = await runTool(
      ['maas', 'check', '--no-cluster', '--url', threescale.url],
      {},
    );
    expect(code).toBe(1);
    expect(out).toContain('THREESCALE_TOKEN');
  });

  it('says that there is no login to walk', async () => {
    const { code, out } = await run('check', '--login');
    expect(code).toBe(1);
    expect(out).toContain('the portal has no login by Keycloak');
  });

  it('tells what failed, and that it may be repeated', async () => {
    threescale.faults.set({ kind: 'invalid', path: /provider/, method: 'PUT' });
    const { code, errors } = await run('setup-tenant', ...sso());
    expect(code).toBe(1);
    expect(errors).toContain('FAILED   remove the access code');
    expect(errors).toContain('safe to run this again');
  });
});

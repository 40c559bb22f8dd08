import { spawnSync } from 'child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  type Fault,
  KEY,
  MODEL,
  type StandIn,
  startStandIn,
} from './gatewayStandIn';
import { failed, runSmoke } from './runSmoke';

jest.setTimeout(60_000);

const CHAT = '/v1/chat/completions';
const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('the smoke script', () => {
  let standIn: StandIn | undefined;
  let bin: string;

  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'oc-'));
  });
  afterEach(async () => {
    await standIn?.close();
    standIn = undefined;
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  const start = async (...faults: Fault[]) => {
    standIn = await startStandIn(faults);
    return [
      ...['--gateway', `${standIn.url}/`, '--model', MODEL],
      ...['--portal', `${standIn.url}/portal`, '--echo-path', '/echo'],
    ];
  };
  const withKey = { MAAS_API_KEY: KEY };
  /** Puts an `oc` on PATH that says this. */
  const withOc = (script: string) => {
    writeFileSync(join(bin, 'oc'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'oc'), 0o755);
    return { ...withKey, PATH: `${bin}:${process.env.PATH}` };
  };

  it('finds curl, without which nothing of this is tested', () => {
    expect(hasCurl).toBe(true);
  });

  it('finds nothing wrong where all is well', async () => {
    const args = await start();
    const { code, lines, errors } = await runSmoke(args, withKey);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines).toEqual([
      'ok    the portal answers (200)',
      'skip  the Product is synced: no --product',
      `ok    POST ${CHAT} with the key (200)`,
      `ok    POST ${CHAT} without a key (403)`,
      `ok    POST ${CHAT} with another key (403)`,
      'ok    a path of no API (404)',
      `ok    a path that only begins with ${CHAT} (404)`,
      "ok    the model server's metrics are not offered (404)",
      'ok    a browser may ask before it calls (204)',
      'ok    browsers at https://hub.example.com may call',
      'ok    a streamed call (200)',
      expect.stringMatching(/^ok {4}the answer comes in parts \(3; .+ s\)$/),
      'ok    GET /echo (200)',
      'ok    the key stays at the gateway',
      'all is well',
    ]);
  });

  it.each<[Fault, string[]]>([
    ['portal down', ['the portal answers']],
    ['asks for no key', [`POST ${CHAT} without a key`]],
    ['takes any key', [`POST ${CHAT} with another key`]],
    ['knows every path', ['a path of no API']],
    ['rules without an end', [`a path that only begins with ${CHAT}`]],
    ['offers metrics', ["the model server's metrics are not offered"]],
    ['no preflight', ['a browser may ask before it calls']],
    ['other origins only', ['browsers at https://hub.example.com may call']],
    ['does not stream', ['the answer comes in parts']],
    ['streams as JSON', ['the answer comes in parts']],
    ['cuts the stream', ['the answer comes in parts']],
    ['forwards the key', ['the key stays at the gateway']],
    [
      'takes no key',
      [
        `POST ${CHAT} with the key`,
        'a path of no API',
        `a path that only begins with ${CHAT}`,
        "the model server's metrics are not offered",
        'a streamed call',
        'GET /echo',
      ],
    ],
  ])('notices a gateway that %s', async (fault, wrong) => {
    const result = await runSmoke(await start(fault), withKey);
    expect(failed(result)).toEqual(wrong);
    expect(result.code).toBe(1);
    expect(result.lines.at(-1)).toBe(`${wrong.length} failed`);
  });

  it('leaves out what it is told to', async () => {
    const args = await start('no preflight', 'does not stream');
    const all = [...args, '--no-browser', '--no-stream'];
    expect(await runSmoke(all, withKey)).toMatchObject({ code: 0 });
  });

  it('says why there was no answer at all', async () => {
    const args = await start();
    await standIn?.close();
    const { code, lines } = await runSmoke(args, withKey);
    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^FAIL {2}POST .* got curl: \(7\) /),
    );
  });

  it.each([
    ['openai', 'POST /v1/chat/completions', 2],
    ['embeddings', 'POST /v1/embeddings', 1],
    ['tei', 'POST /embed', 1],
  ])('asks an API of kind %s by %s', async (api, call, withRightKey) => {
    const args = [...(await start()), '--api', api];
    expect(await runSmoke(args, withKey)).toMatchObject({ code: 0 });
    // Two more: without a key, and with a wrong one.
    const seen = standIn?.calls.filter(each => each === call);
    expect(seen).toHaveLength(withRightKey + 2);
  });

  it.each([
    ['echo True', []],
    ['echo False', ['the Product is synced']],
    ['true', ['the Product is synced']],
    ['echo Forbidden >&2; exit 1', ['the Product is synced']],
  ])(
    'asks the cluster whether the Product is synced: %s',
    async (oc, wrong) => {
      const args = [...(await start()), '--product', 'maas-granite'];
      expect(failed(await runSmoke(args, withOc(oc)))).toEqual(wrong);
    },
  );

  it('puts the key on no command line, and into nothing that it says', async () => {
    const args = await start('forwards the key', 'takes any key');
    const file = join(bin, 'key');
    writeFileSync(file, `${KEY}\n`, { mode: 0o600 });
    const log = join(bin, 'curl.log');
    const real = spawnSync('sh', ['-c', 'command -v curl'], {
      encoding: 'utf8',
    }).stdout.trim();
    writeFileSync(
      join(bin, 'curl'),
      `#!/bin/sh\necho "$*" >>${log}\nexec ${real} "$@"\n`,
    );
    chmodSync(join(bin, 'curl'), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const { lines, errors } = await runSmoke(
      [...args, '--key-file', file],
      env,
    );
    rmSync(join(bin, 'curl'));
    const logged = spawnSync('cat', [log], { encoding: 'utf8' }).stdout;
    expect(logged).toContain(CHAT);
    expect([...lines, errors, logged].join('\n')).not.toContain(KEY);
  });

  it.each([
    [['--model', 'm'], '--gateway is missing'],
    [['--gateway', 'http://x'], '--model is missing'],
    [['--gateway', 'http://x', '--model', 'a"b'], '--model has characters'],
    [['--gateway', 'http://x', '--model', 'm'], 'no key'],
    [['--gateway'], '--gateway needs a value'],
    [['--what', 'x'], 'unknown option --what'],
  ])('is not run with %j', async (args, said) => {
    const { code, errors } = await runSmoke(args);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: expect.stringContaining(said),
    });
  });

  it('takes no key that would break out of its quotes', async () => {
    const args = ['--gateway', 'http://127.0.0.1:1', '--model', 'm'];
    const env = { MAAS_API_KEY: 'a"\nurl = "file:///etc/passwd' };
    expect(await runSmoke(args, env)).toMatchObject({ code: 2 });
  });

  it('tells how it is used', async () => {
    const { code, lines } = await runSmoke(['--help']);
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^smoke\.sh --gateway URL --model NAME/);
  });

  it('is sound to shellcheck, where that is', () => {
    const script = join(__dirname, '../../../../deploy/maas/smoke.sh');
    const { status, stdout, error } = spawnSync(
      'shellcheck',
      ['--shell=sh', script],
      { encoding: 'utf8' },
    );
    if (error) return;
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

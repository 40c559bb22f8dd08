import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  environmentOf,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';

jest.setTimeout(60_000);

const SPEC = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Granite', version: '1' },
  paths: { '/v1/chat/completions': { post: {} } },
});
const MODEL_KEY = 'model-api-key';

const Rows = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      customProperties: z
        .record(z.string(), z.looseObject({ string_value: z.string() }))
        .optional(),
    }),
  ),
});

describe('enrich set-spec', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  let environment: Record<string, string>;
  let modelServer: Server;
  let from: string;
  let shown: (string | undefined)[];

  beforeEach(async () => {
    rig = await createRig();
    simulator = await rig.cluster({
      proxied: true,
      users: [{ token: TOKEN, user: 'all' }],
      registries: [
        {
          name: 'dev',
          models: [
            {
              name: 'granite',
              properties: { Owner: 'alice' },
              versions: [
                {
                  name: '1.0',
                  properties: { Lifecycle: 'production', llm: '' },
                },
              ],
            },
          ],
        },
      ],
    });
    environment = { ...environmentOf(simulator), MODEL_API_KEY: MODEL_KEY };
    shown = [];
    modelServer = createServer((request, response) => {
      const { authorization } = request.headers;
      shown.push(authorization);
      const isIn = authorization === `Bearer ${MODEL_KEY}`;
      response.writeHead(isIn ? 200 : 401, {
        'content-type': 'application/json',
      });
      response.end(isIn ? SPEC : '{"detail":"Unauthorized"}');
    });
    await new Promise<void>(resolve => {
      modelServer.listen(0, '127.0.0.1', resolve);
    });
    const address = modelServer.address();
    const port = typeof address === 'object' ? address?.port : 0;
    from = `http://127.0.0.1:${port}/openapi.json`;
  });
  afterEach(async () => {
    modelServer.close();
    modelServer.closeAllConnections();
    await rig.close();
  });

  const run = (...argv: string[]) =>
    runTool(['enrich', 'set-spec', ...argv], environment);

  const properties = async (path: string) => {
    const { url } = simulator.registries[1] ?? simulator.registry;
    const { body } = await rig.adminOf(simulator).http.request({
      url: `${url}/api/model_registry/v1alpha3/${path}`,
    });
    const [row] = Rows.parse(JSON.parse(body)).items;
    return Object.fromEntries(
      Object.entries(row?.customProperties ?? {}).map(([name, value]) => [
        name,
        value.string_value,
      ]),
    );
  };

  const MEANT = ['--registry', 'dev', '--model', 'granite'];

  it('sets the definition of a running server on its version, beside what is there', async () => {
    const argv = [...MEANT, '--version', '1.0', '--from', from];

    const { code, out, errors } = await run(
      ...argv,
      '--token-env',
      'MODEL_API_KEY',
    );

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toBe(
      `API Spec of "granite" version "1.0" in registry dev is set: ${SPEC.length} bytes\n`,
    );
    expect(await properties('model_versions')).toEqual({
      'API Spec': SPEC,
      Lifecycle: 'production',
      llm: '',
    });
    // No credential but the one that was named for it.
    expect(shown).toEqual([`Bearer ${MODEL_KEY}`]);

    const again = await run(...argv, '--token-env', 'MODEL_API_KEY');
    expect(again.out).toContain('is this definition already');
  });

  it('writes nothing in a dry run', async () => {
    const file = join(rig.dir, 'spec.json');
    await writeFile(file, SPEC);
    const { code, out } = await run(...MEANT, '--file', file, '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('would be set');
    expect(await properties('registered_models')).toEqual({ Owner: 'alice' });
  });

  it('sets it on the model where no version is named', async () => {
    const file = join(rig.dir, 'spec.json');
    await writeFile(file, SPEC);
    const { out } = await run(...MEANT, '--file', file, '--json');
    expect(JSON.parse(out)).toMatchObject({ registry: 'dev', written: true });
    expect(await properties('registered_models')).toEqual({
      'API Spec': SPEC,
      Owner: 'alice',
    });
  });

  it.each([
    ['without the token', [...MEANT, '--version', '1.0'], 1, '--token-env'],
    [
      'to a model that is not there',
      ['--registry', 'dev', '--model', 'nobody'],
      1,
      'no registered model "nobody"',
    ],
    [
      'to a version that is not there',
      [...MEANT, '--version', '9'],
      1,
      'has no version "9"',
    ],
    ['to one of several registries', ['--model', 'granite'], 1, '--registry'],
    ['with both', [...MEANT, '--file', 'x'], 2, 'Either --from or --file'],
    ['without a model', ['--registry', 'dev'], 2, '--model'],
  ])('says what is missing %s', async (_, argv, expected, text) => {
    const needsKey = !argv.includes('1.0');
    const { code, errors } = await run(
      ...argv,
      '--from',
      from,
      ...(needsKey ? ['--token-env', 'MODEL_API_KEY'] : []),
    );
    expect(code).toBe(expected);
    expect(errors).toContain(text);
    expect(errors).not.toContain(MODEL_KEY);
  });

  it.each([
    ['{"detail": "Not Found"}', 'is no definition'],
    ['<html></html>', 'is no definition'],
    ['', 'is empty'],
  ])('refuses %j', async (text, reason) => {
    const file = join(rig.dir, 'spec.json');
    await writeFile(file, text);
    const { code, errors } = await run(...MEANT, '--file', file);
    expect(code).toBe(1);
    expect(errors).toContain(reason);
  });
});

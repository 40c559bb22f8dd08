import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulator, toWorldServer } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  environmentOf,
  TOKEN,
} from '../../roles/__testUtils__/bridge';
import { leaveOldStore } from '../__testUtils__/leaveOldStore';
import { runTool } from '../__testUtils__/runTool';
import { shownOutput } from '../__testUtils__/shownOutput';
import { oldDocumentsIn } from './oldDocuments';

jest.setTimeout(60_000);

/** What the connector before wrote, on a real cluster. */
const LEFT = join(
  __dirname,
  '../../../../model-catalog-node/src/store/__fixtures__/bac-import-model-go-0a79a60.json',
);

const Report = z.object({
  counts: z.record(z.string(), z.number()),
  rows: z.array(
    z.object({
      change: z.string(),
      before: z.string().optional(),
      now: z.string().optional(),
    }),
  ),
});

describe('upgrade-report', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;
  let environment: Record<string, string>;

  /** The world that the recording is of. */
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
              name: 'granite-3.1-8b-instruct',
              versions: [{ name: '1.0' }, { name: '2.0 beta' }],
            },
          ],
        },
      ],
    });
    await rig.adminOf(simulator).send('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'demo' },
    });
    const server = { namespace: 'demo', storageUri: 's3://models/x' };
    simulator.cluster.deploy(
      toWorldServer({
        ...{ ...server, name: 'granite', registry: 'dev' },
        ...{ model: 'granite-3.1-8b-instruct', version: '1.0' },
      }),
    );
    simulator.cluster.deploy(
      toWorldServer({ ...server, name: 'sklearn-iris' }),
    );
    await simulator.settled();
    environment = { ...environmentOf(simulator), NAMESPACE: 'rhdh' };
  });
  afterEach(() => rig.close());

  const leave = async () => {
    const { binaryData } = JSON.parse(readFileSync(LEFT, 'utf8'));
    await leaveOldStore(rig, simulator, binaryData);
  };

  const report = async (...argv: string[]) => {
    const result = await runTool(
      ['upgrade-report', '--json', ...argv],
      environment,
    );
    const { rows, counts } = Report.parse(JSON.parse(result.out));
    const lines = rows.map(
      ({ change, before = '-', now = '-' }) => `${change} ${before} ${now}`,
    );
    return { ...result, counts, lines: lines.sort() };
  };

  const EXPECTED = [
    'renamed api:default/granite api:default/demo-granite',
    'renamed component:default/granite component:default/demo-granite',
    'renamed resource:default/granite-31-8b-instruct-10 resource:default/granite-3.1-8b-instruct-1.0',
    'renamed resource:default/granite-31-8b-instruct-20-beta resource:default/granite-3.1-8b-instruct-2.0-beta-a9d859d9',
    'same api:default/demo-sklearn-iris api:default/demo-sklearn-iris',
    'same component:default/demo-sklearn-iris component:default/demo-sklearn-iris',
    'same resource:default/demo-sklearn-iris resource:default/demo-sklearn-iris',
  ];

  it('finds everything again that the connector before left', async () => {
    await leave();

    const { code, lines, errors, counts } = await report();

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines).toEqual(EXPECTED);
    expect(counts).toEqual({ renamed: 4, same: 3, new: 0, gone: 0 });
  });

  it('tells it as the pages show it', async () => {
    const argv = ['upgrade-report', '--config-map', LEFT];
    const { out, code } = await runTool(argv, environment);
    expect(code).toBe(0);
    const shown = `$ model-catalog-bridge upgrade-report --config-map before.json\n${out}`;
    for (const page of ['upgrade.md', 'tool.md']) {
      expect(shownOutput(page, 'upgrade-report', shown)).toBe(shown);
    }
  });

  it('reads it from a file, too, and writes nothing anywhere', async () => {
    simulator.counters.kubernetes.reset();

    const { lines } = await report('--config-map', LEFT);

    expect(lines).toEqual(EXPECTED);
    const { patterns } = simulator.counters.kubernetes.counts;
    expect(
      Object.keys(patterns).filter(pattern => !pattern.startsWith('GET ')),
    ).toEqual([]);
  });

  it('says what is gone and what is new', async () => {
    await leave();
    const admin = rig.adminOf(simulator);
    await admin.send(
      'DELETE',
      '/apis/serving.kserve.io/v1beta1/namespaces/demo/inferenceservices/sklearn-iris',
    );
    simulator.cluster.deploy(
      toWorldServer({
        ...{ name: 'qwen', namespace: 'demo', storageUri: 'hf://Qwen/Qwen' },
        kind: 'LLMInferenceService',
      }),
    );
    await simulator.settled();

    const { code, lines, counts } = await report();

    expect(code).toBe(1);
    expect(counts).toMatchObject({ gone: 3, new: 3 });
    expect(lines).toContain('gone component:default/demo-sklearn-iris -');
    expect(lines).toContain('new - component:default/demo-qwen');
    const { out } = await runTool(['upgrade-report'], environment);
    expect(out).toContain('explain NAME says why something is gone');
  });

  it('goes by the rules of the connector before where it left nothing', async () => {
    const { code, lines } = await report();

    expect(code).toBe(0);
    expect(lines).toContain(
      'renamed resource:default/granite-31-8b-instruct-10 resource:default/granite-3.1-8b-instruct-1.0',
    );
    expect(lines).toContain(
      'same component:default/demo-sklearn-iris component:default/demo-sklearn-iris',
    );
  });

  it('says what could not be read, as something may be missing then', async () => {
    simulator.registries[1]?.service.faults.set({ mode: '503' });

    const { code, errors } = await report();

    expect(code).toBe(1);
    expect(errors).toContain('source model-registry/dev is failed');
  });

  it.each([
    [{ HOME: '/nowhere' }, 2, 'KUBECONFIG'],
    [{ POLLING_INTERVAL: '2' }, 2, 'POLLING_INTERVAL'],
  ])('with %j ends with %i', async (given, expected, text) => {
    const { code, errors } = await runTool(['upgrade-report'], given);
    expect(code).toBe(expected);
    expect(errors).toContain(text);
  });
});

it('passes over what is no document of the connector before', () => {
  const value = (json: unknown) =>
    Buffer.from(JSON.stringify(json)).toString('base64');
  const body = value({ models: [{ name: 'a b' }] });
  expect(
    oldDocumentsIn({
      binaryData: {
        ours: value({ body, record: { kind: 'model' } }),
        nonsense: 'AAAA',
        theirs: value({ body }),
      },
    }),
  ).toEqual([{ key: 'theirs', models: ['ab'], server: undefined }]);
});

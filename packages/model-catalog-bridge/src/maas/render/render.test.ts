/* eslint-disable @backstage/no-forbidden-package-imports -- the rig of the publisher, which no program gets */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNED, PUBLISH } from '@model-catalog/maas';
import { startModelCluster } from '@model-catalog/maas/src/publisher/__testUtils__/ModelCluster';
import { parse, parseAllDocuments } from 'yaml';
import { runTool } from '../../tools/__testUtils__/runTool';
import { runRender } from './runRender';

jest.setTimeout(60_000);

const model = (name: string, annotations: Record<string, string> = {}) => ({
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: {
    name,
    namespace: 'llm-hosting',
    labels: { [PUBLISH]: 'true' },
    annotations,
  },
  spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
});

const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `${name}-predictor`, namespace: 'llm-hosting' },
  spec: { clusterIP: 'None', ports: [{ port: 80, targetPort: 8080 }] },
});

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const put = (name: string, ...objects: unknown[]) =>
  writeFile(
    at(name),
    objects.map(one => `---\n${JSON.stringify(one)}\n`).join(''),
  );
const render = (...argv: string[]) => runTool(['maas', 'render', ...argv], {});
const kindsIn = (text: string) =>
  parseAllDocuments(text).map(document => document.get('kind'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'render-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('files', () => {
  it('are rendered as one stream, in the order in which it is applied', async () => {
    await put('a.yaml', model('granite'), service('granite'));
    const { code, out, errors } = await render(at('a.yaml'));
    expect([code, errors]).toEqual([0, '']);
    expect(kindsIn(out)).toEqual([
      'Backend',
      'Product',
      'Secret',
      'ActiveDoc',
      'ProxyConfigPromote',
    ]);
    expect(await render(at('a.yaml'))).toEqual({ code, out, errors });
  });

  it('of a folder belong together, and lists are their items', async () => {
    await put('a.yaml', {
      apiVersion: 'v1',
      kind: 'List',
      items: [model('one')],
    });
    await writeFile(at('b.json'), JSON.stringify(service('one')));
    await writeFile(at('README.md'), 'nothing: [');
    const { code, out, errors } = await render(folder, '--no-promote');
    expect([code, errors]).toEqual([0, '']);
    expect(kindsIn(out)).toHaveLength(4);
  });

  it('without a Service say which address was taken', async () => {
    await put('a.yaml', model('granite'));
    const { code, errors } = await render(at('a.yaml'));
    expect(code).toBe(0);
    expect(errors).toMatch(
      /^note: InferenceService llm-hosting\/granite: .*granite-predictor:8080/,
    );
  });

  it('from the standard input are taken as well', async () => {
    const out: string[] = [];
    async function* input() {
      yield JSON.stringify(model('granite'));
    }
    const code = await runRender({
      ...{ environment: {}, files: ['-'], promote: false, input: input() },
      signal: new AbortController().signal,
      write: text => out.push(text),
      writeError: () => {},
    });
    expect([code, kindsIn(out.join(''))]).toEqual([
      0,
      ['Backend', 'Product', 'Secret', 'ActiveDoc'],
    ]);
  });

  it('are given as JSON with problems and issues', async () => {
    await put('a.yaml', model('granite', { 'maas.rhdh.io/promote': 'x' }));
    const { code, out } = await render(at('a.yaml'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      offerings: [
        {
          server: 'llm-hosting/inferenceservice/granite',
          objects: [],
          problems: [{ severity: 'error' }],
        },
      ],
      issues: [{ object: 'InferenceService llm-hosting/granite' }],
    });
  });
});

describe('what ends with', () => {
  it.each([
    ['neither files nor a cluster', [], /Either files or --cluster/],
    ['both', ['a.yaml', '--cluster'], /Either files or --cluster/],
    ['an unknown option', ['--nonsense'], /unknown option/],
  ])('2: %s', async (_, argv, message) => {
    const { code, errors } = await render(...argv);
    expect([code, errors]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    ['that are not there', undefined, /cannot be read/],
    ['with an unknown field', 'corsOrigin: ["*"]', /corsOrigin/],
    ['with a wrong value', 'authProfile: none', /authProfile/],
    [
      'with an origin that is none',
      'corsOrigins: ["*.example.com"]',
      /corsOrigins\.0 must be/,
    ],
    [
      'with plans that are none',
      'plans: { gold: [{ systemName: "../x", name: x }] }',
      /plans\.gold\.0\.systemName/,
    ],
  ])('2: settings %s', async (_, text, message) => {
    await put('a.yaml', model('granite'));
    const file = at('settings');
    if (text !== undefined) {
      await writeFile(file, text);
    }
    const { code, errors } = await render(at('a.yaml'), '--settings', file);
    expect([code, errors]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    ['a file that is not there', undefined, /ENOENT/],
    ['a file that is no YAML', 'a: [', /document 1/],
    ['an alias of nothing', 'a: *nope', /nope/],
  ])('1: %s', async (_, text, message) => {
    if (text !== undefined) {
      await writeFile(at('a.yaml'), text);
    }
    const { code, errors, out } = await render(at('a.yaml'));
    expect([code, errors, out]).toEqual([
      1,
      expect.stringMatching(message),
      '',
    ]);
  });

  it('0: nothing that asks, and says so', async () => {
    await put('a.yaml', { ...model('x'), metadata: { name: 'x' } });
    const { code, out, errors } = await render(at('a.yaml'));
    expect([code, out]).toEqual([0, '']);
    expect(errors).toContain('of 1 none has the label');
  });
});

it('a label that looks as if it asked is told', async () => {
  const { metadata, ...rest } = model('granite');
  const labels = { [PUBLISH]: 'True' };
  await put('a.yaml', { ...rest, metadata: { ...metadata, labels } });
  const { code, out, errors } = await render(at('a.yaml'));
  expect([code, out]).toEqual([0, '']);
  expect(errors).toMatch(/^note: .* is "True": only "true" publishes/);
});

describe('the output folder', () => {
  it('has a file for each model, and no other', async () => {
    await put('a.yaml', model('granite'), model('mistral'));
    const { out } = await render(at('a.yaml'), '--output', at('out'));
    expect(out).toBe('');
    expect((await readdir(at('out'))).sort()).toEqual([
      'maas-llm-hosting-granite.yaml',
      'maas-llm-hosting-mistral.yaml',
    ]);
    const file = at('out', 'maas-llm-hosting-granite.yaml');
    expect(kindsIn(await readFile(file, 'utf8'))).toHaveLength(5);
  });

  it('keeps the names that are in it', async () => {
    await put(
      'a.yaml',
      model('granite', { 'maas.rhdh.io/system-name': 'one' }),
    );
    await render(at('a.yaml'), '--output', at('out'));
    await put(
      'a.yaml',
      model('granite', { 'maas.rhdh.io/system-name': 'two' }),
    );
    const { code, errors } = await render(at('a.yaml'), '--output', at('out'));
    expect(code).toBe(0);
    expect(errors).toContain('cannot rename: it stays "one"');
  });

  it('is not touched for a model that cannot be published', async () => {
    await put('a.yaml', model('granite'));
    await render(at('a.yaml'), '--output', at('out'));
    const file = at('out', 'maas-llm-hosting-granite.yaml');
    const before = await readFile(file, 'utf8');
    await put('a.yaml', model('granite', { 'maas.rhdh.io/title': 'a\nb' }));
    const { code } = await render(at('a.yaml'), '--output', at('out'));
    expect([code, await readFile(file, 'utf8')]).toEqual([1, before]);
  });
});

it.each([
  'yes',
  'on',
  'null',
  '~',
  '0x1F',
  '1e3',
  '2026-01-01',
  '!!js/function "x"',
  '*alias',
  '- a: b',
  '%YAML 1.1',
  '--- x',
  'a: b # c',
  '{{ .Values.x }}',
  'it\'s "quoted"',
])(
  'a title of %j is that very text for readers of YAML 1.1 and 1.2',
  async title => {
    await put('a.yaml', model('granite', { 'maas.rhdh.io/title': title }));
    const { out } = await render(at('a.yaml'));
    for (const version of ['1.1', '1.2'] as const) {
      const [backend] = parseAllDocuments(out, { version });
      expect(backend?.getIn(['spec', 'name'])).toBe(title);
    }
  },
);

it('the help says what the label is', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const { code } = await render('--help');
    expect(code).toBe(0);
    expect(write.mock.calls.join('')).toContain(`${PUBLISH}: "true"`);
  } finally {
    write.mockRestore();
  }
});

it('what is rendered says whose it is', async () => {
  await put('a.yaml', model('granite'));
  const { out } = await render(at('a.yaml'));
  const [first = ''] = out.split('---\n').filter(Boolean);
  expect(parse(first).metadata.labels[OWNED.name]).toBe('granite');
});

it('a cluster is read as it is, with what its Services say', async () => {
  const cluster = await startModelCluster();
  try {
    await cluster.createRuntime();
    await cluster.deploy('granite');
    const environment = { KUBECONFIG: cluster.kubeconfig };
    const argv = ['maas', 'render', '--cluster', '--json'];
    const { code, out } = await runTool(argv, environment);
    expect(code).toBe(0);
    const { offerings, issues } = JSON.parse(out);
    expect(issues).toEqual([]);
    expect(offerings).toMatchObject([
      { server: 'team/inferenceservice/granite', problems: [] },
    ]);
    const elsewhere = await runTool(
      [...argv, '--namespace', 'nowhere'],
      environment,
    );
    expect(JSON.parse(elsewhere.out).offerings).toEqual([]);
  } finally {
    await cluster.stop();
  }
});

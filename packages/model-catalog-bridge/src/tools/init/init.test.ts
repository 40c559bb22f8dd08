import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { runTool } from '../__testUtils__/runTool';
import { shownOutput } from '../__testUtils__/shownOutput';
import {
  type Answers as ApiAnswers,
  HELM,
  OPERATOR,
  startApiServer,
} from './__testUtils__/apiServer';
import { DEFAULTS } from './answers';
import { type Ask, settle } from './interview';
import { isTree, textAt, type Tree, treesOf } from './render/tree';

jest.setTimeout(60_000);

const Told = z.object({
  answers: z.record(z.string(), z.string()),
  origins: z.record(z.string(), z.string()),
  notes: z.array(z.string()),
  files: z.array(z.string()),
  steps: z.array(z.string()),
});

const nameOf = (tree: Tree) =>
  `${textAt(tree, 'kind')} ${textAt(tree, 'metadata', 'name')}`;

describe('init', () => {
  let dir: string;
  let stop = () => {};
  let environment: Record<string, string> = {};
  let asked: string[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'init-'));
    environment = { HOME: dir };
  });
  afterEach(async () => {
    stop();
    stop = () => {};
    await rm(dir, { recursive: true });
  });

  const cluster = async (answers: ApiAnswers) => {
    const server = await startApiServer(dir, answers);
    ({ stop, asked } = server);
    environment = { KUBECONFIG: server.kubeconfig };
  };
  const out = () => join(dir, 'out');
  const run = async (...argv: string[]) => {
    const given = ['init', '--json', '--output', out(), ...argv];
    const result = await runTool(given, environment);
    expect({ code: result.code, errors: result.errors }).toEqual({
      code: 0,
      errors: '',
    });
    return Told.parse(JSON.parse(result.out));
  };
  const file = (name: string) => readFile(join(out(), name), 'utf8');
  const manifests = async () => treesOf(await file('manifests.yaml'));

  it('writes what an overlay of deploy/ says, where nothing is known', async () => {
    const { origins, notes, steps } = await run();

    expect(new Set(Object.values(origins))).toEqual(new Set(['assumed']));
    expect(notes[0]).toContain('No cluster was looked at: No Kubernetes');
    expect(notes.join()).toContain('name your image by --image');
    expect((await manifests()).map(nameOf)).toEqual(
      expect.arrayContaining([
        'ServiceAccount rhdh-rhoai-connector',
        'Backstage developer-hub',
        'ConfigMap dynamic-plugins-rhdh',
      ]),
    );
    expect(await file('kustomization.yaml')).toContain('- manifests.yaml');
    expect(steps).toEqual([`oc apply -f ${out()}/manifests.yaml`]);
  });

  it('finds the hub of the operator, and keeps what it has', async () => {
    await cluster(OPERATOR);

    const { answers, origins, notes, files, steps } = await run();

    expect(answers).toMatchObject({
      ...{ hub: 'operator', namespace: 'portal', backstage: 'hub' },
      ...{ names: 'rhoai', registry: 'models' },
      registryRole: 'registry-user-dev',
    });
    expect(origins).toMatchObject({ hub: 'cluster', variant: 'assumed' });
    expect(notes).toContain('OpenShift AI Self-Managed 3.0.0');
    expect(asked.filter(one => !one.startsWith('GET '))).toEqual([]);
    expect(files).toEqual([
      'manifests.yaml',
      'kustomization.yaml',
      'backstage.patch.yaml',
      'dynamic-plugins.yaml',
    ]);
    const names = (await manifests()).map(nameOf);
    expect(names).not.toContain('Backstage hub');
    expect(names).not.toContain('ConfigMap dynamic-plugins-rhdh');
    const patch = await file('backstage.patch.yaml');
    expect(patch).toMatch(/- name: mine\n.*- name: model-catalog-app-config/);
    expect(patch).toMatch(/image: m:1[\s\S]*name: model-catalog-bridge/);
    expect(patch).not.toContain('dynamicPluginsConfigMapName');
    // Registries are elsewhere than where they are looked for.
    expect(patch).toMatch(/REGISTRIES_NAMESPACES\n +value: models/);
    expect(steps.join('\n')).toContain(
      'oc patch -n portal backstage/hub --type merge',
    );
  });

  it.each([
    ['as the cluster says', OPERATOR, [], 'portal'],
    ['as the cluster of a chart says', HELM, [], 'portal'],
    ['as told', OPERATOR, ['--hub-namespace', 'elsewhere'], 'elsewhere'],
  ])(
    'lets Developer Hub reach a Deployment of its own, %s',
    async (_, world, argv, namespace) => {
      await cluster(world);
      const { answers } = await run('--variant', 'separate', ...argv);
      expect(answers).toMatchObject({
        namespace: 'model-catalog',
        hubNamespace: namespace,
      });
      const policy = (await manifests()).find(
        ({ kind }) => kind === 'NetworkPolicy',
      );
      expect(JSON.stringify(policy)).toContain(`"values":["${namespace}"]`);
    },
  );

  it('tells it as the page on the tool shows it', async () => {
    await cluster(OPERATOR);
    const argv = [
      ...['--variant', 'one', '--output', 'manifests'],
      ...['--image', 'registry.example.com/ai/model-catalog-bridge:0.1.0'],
      ...['--plugins-image', 'registry.example.com/ai/plugins:0.1.0'],
    ];
    const before = process.cwd();
    process.chdir(dir);
    try {
      const { out: told, code } = await runTool(['init', ...argv], environment);
      expect(code).toBe(0);
      const shown = `$ model-catalog-bridge init ${argv.join(' ')}\n${told}`;
      expect(shownOutput('tool.md', 'init', shown)).toBe(shown);
    } finally {
      process.chdir(before);
    }
  });

  it('finds the hub of the chart, and says what it may not look at', async () => {
    await cluster(HELM);

    const { answers, notes, files } = await run('--variant', 'three');

    expect(answers).toMatchObject({
      ...{ hub: 'helm', namespace: 'portal', names: 'odh' },
      registry: 'odh-model-registries',
    });
    expect(notes).toContain(
      'The DataScienceCluster may not be looked at with this kubeconfig',
    );
    expect(files).toContain('values.yaml');
    expect((await manifests()).map(nameOf)).toContain(
      'RoleBinding rhdh-odh-dashboard-permissions',
    );
  });

  it('says once that the cluster does not answer', async () => {
    await cluster({});
    stop();

    const { notes } = await run();

    expect(notes.filter(note => note.includes('looked at'))).toEqual([
      expect.stringContaining('No cluster was looked at: GET http://127.0.0.1'),
    ]);
  });

  it.each([
    [
      ['--variant', 'three', '--image', 'r.example.com:5000/ai/bridge:2.0'],
      'r.example.com:5000/ai/model-catalog-storage-rest:2.0',
    ],
    [
      ['--image', `r.example.com/ai/bridge@sha256:${'0'.repeat(64)}`],
      `r.example.com/ai/bridge@sha256:${'0'.repeat(64)}`,
    ],
    [
      ['--plugins-image', 'r.example.com/ai/plugins:2.0'],
      'oci://r.example.com/ai/plugins:2.0!model-catalog-backstage-plugin',
    ],
    [
      ['--variant', 'none', '--registry', 'models'],
      'namespaces:\n                  - models',
    ],
    [
      ['--variant', 'separate', '--host', 'x.example.org'],
      'https://x.example.org',
    ],
    [['--rights', 'least'], 'rhdh-rhoai-connector-server-urls'],
  ])('with %j writes %s', async (argv, text) => {
    await run(...argv);
    expect(await file('manifests.yaml')).toContain(text);
  });

  it.each(['three', 'one', 'none'])(
    'writes values for the chart: %s',
    async variant => {
      await run(
        ...['--variant', variant, '--hub', 'helm'],
        ...['--image', 'r.io/x/bridge:2', '--plugins-image', 'r.io/x/p:2'],
      );
      const [values] = treesOf(await file('values.yaml'));
      expect(isTree(values?.upstream)).toBe(true);
      expect(JSON.stringify(values)).not.toContain('quay.io/acme');
    },
  );

  it('leaves a file of somebody alone, unless it is told to replace it', async () => {
    await run();
    await run();
    await writeFile(join(out(), 'manifests.yaml'), '# mine\n');
    const argv = ['init', '--output', out()];

    const refused = await runTool(argv, environment);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('manifests.yaml: take another folder');
    expect(await file('manifests.yaml')).toBe('# mine\n');

    expect((await runTool([...argv, '--yes'], environment)).code).toBe(0);
    expect(await file('manifests.yaml')).toContain('ServiceAccount');
  });

  it.each([
    [['--variant', 'four'], 'three, one, none, separate'],
    [['--namespace', 'No Name'], '--namespace: "No Name"'],
    [['--hub-namespace', 'No Name'], '--hub-namespace: "No Name"'],
    [['--image', 'bridge'], '--image: "bridge"'],
    [
      ['--variant', 'three', '--image', `r/b@sha256:${'0'.repeat(64)}`],
      'three containers need a tag',
    ],
  ])('%j ends with 2, and writes nothing', async (argv, text) => {
    const given = ['init', '--output', out(), ...argv];
    const { code, errors } = await runTool(given, environment);
    expect(code).toBe(2);
    expect(errors).toContain(text);
    expect(await readdir(dir)).not.toContain('out');
  });
});

describe('the questions', () => {
  const asking = (...given: string[]) => {
    const questions: string[] = [];
    const ask: Ask = async question => {
      questions.push(question);
      return given.shift() ?? '';
    };
    return { ask, questions };
  };

  it('are those that no flag answers, with what is known as proposal', async () => {
    const { ask, questions } = asking();
    const { answers } = await settle(
      { variant: 'one' },
      { namespace: 'portal' },
      ask,
    );
    expect(answers).toEqual({ ...DEFAULTS, namespace: 'portal' });
    expect(questions[0]).toContain('(operator, helm) [operator]');
    expect(questions).toContain('Namespace to run in [portal]: ');
    expect(questions.join()).not.toContain('Host');
  });

  it('are asked again when the answer is none of the choices', async () => {
    const { ask, questions } = asking('all', 'separate');
    const { answers, origins } = await settle({}, {}, ask);
    expect(answers).toMatchObject({
      variant: 'separate',
      namespace: 'model-catalog',
    });
    expect(origins.variant).toBe('answer');
    expect(questions[0]).toBe(questions[1]);
    expect(questions.join()).toContain('Host');
  });
});

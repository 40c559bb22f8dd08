import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  type AccessRule,
  freePort,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { flat, lookAt } from './lookAt';

jest.setTimeout(60_000);

const read = (group: string, resource: string): AccessRule => ({
  apiGroups: [group],
  resources: [resource],
  verbs: ['get', 'list', 'watch'],
});

describe('npm start -- --kubeconfig, with another OpenShift AI', () => {
  let dir: string;
  let simulator: Simulator;
  const reader = (...rules: AccessRule[]) => {
    const { token, tokens } = simulator.kubernetes;
    tokens.set({ token, user: 'reader', rules });
  };
  const kubeconfig = () => simulator.kubernetes.kubeconfig;
  const writes = () =>
    Object.values(simulator.counters)
      .flatMap(({ counts }) => Object.keys(counts.patterns))
      .filter(pattern => !pattern.startsWith('GET '));

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'own-cluster-'));
    simulator = await startSimulator({ dir, world: 'demo' });
    await simulator.settled();
    for (const counter of Object.values(simulator.counters)) {
      counter.reset();
    }
  });
  afterEach(async () => {
    await simulator.stop();
    await rm(dir, { recursive: true });
  });

  it('says what it found, and writes nothing anywhere', async () => {
    const { code, out } = await lookAt(
      ...['--kubeconfig', kubeconfig()],
      ...['--registry', `dev=${simulator.registry.url}`],
      ...['--catalog', simulator.catalog.url],
    );

    expect(out).toContain(`From ${simulator.kubernetes.url}`);
    expect(out).toMatch(/\d+ model servers \(/);
    expect(out).toMatch(/of model-registry\/dev/);
    expect(out).toMatch(/Read:\n {4}kserve\n/);
    expect(code).toBe(0);
    expect(simulator.counters.kubernetes.counts.requests).toBeGreaterThan(0);
    expect(writes()).toEqual([]);
  });

  it('names what it may not read and the rule that is missing, and reads the rest', async () => {
    reader(read('serving.kserve.io', 'inferenceservices'));
    const { code, out } = await lookAt('--kubeconfig', kubeconfig());

    expect(out).toMatch(/\d+ model servers \(/);
    expect(flat(out)).toMatch(
      /Not there, or not allowed: .*kserve-llm LLMInferenceServices .*llminferenceservices/,
    );
    expect(out).toContain(
      'No model registry was found: name one by --registry',
    );
    expect(code).toBe(0);
    expect(writes()).toEqual([]);
  });

  it('takes another context than the current one, and leaves the file as it is', async () => {
    const text = await readFile(kubeconfig(), 'utf8');
    const [, context = ''] = /current-context: (\S+)/.exec(text) ?? [];
    const file = join(dir, 'several');
    const other = text.replace(/current-context: \S+/, 'current-context: gone');
    await writeFile(file, other);

    const refused = await lookAt('--kubeconfig', file);
    expect(refused.err).toContain(
      'has no current context; choose one by --context',
    );
    expect(refused.code).toBe(1);

    const taken = await lookAt('--kubeconfig', file, '--context', context);
    expect(taken.out).toContain(`(context ${context})`);
    expect(taken.code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(other);
  });

  it('says that a cluster cannot be reached, or does not know the token', async () => {
    const text = await readFile(kubeconfig(), 'utf8');
    const file = join(dir, 'changed');
    const nobody = `https://127.0.0.1:${await freePort()}`;

    await writeFile(file, text.replace(simulator.kubernetes.url, nobody));
    const unreachable = await lookAt('--kubeconfig', file);
    expect(unreachable.err).toContain(`Nothing could be read from ${nobody}`);
    expect(unreachable.err).toContain('nothing listens there');
    expect(unreachable.code).toBe(1);

    await writeFile(file, text.replace(simulator.kubernetes.token, 'stale'));
    const refused = await lookAt('--kubeconfig', file);
    expect(refused.err).toContain('answered 401');
    expect(refused.err).not.toContain('stale');
    expect(refused.code).toBe(1);
  });

  it.each([
    ['no file', ['--kubeconfig', '/nowhere'], /there is no file \/nowhere/],
    ['a folder', ['--kubeconfig', '/'], /\/ is no file/],
    ['no kubeconfig', ['--kubeconfig', __filename], /is no kubeconfig/],
    ['only a registry', ['--registry', 'http://x'], /give its --kubeconfig/],
    ['an unknown option', ['--kubeconfg', 'x'], /no option --kubeconfg/],
    ['no value', ['--kubeconfig'], /--kubeconfig needs a value/],
  ])('refuses %s before anything is started', async (_, args, message) => {
    const { code, err } = await lookAt(...args);
    expect(err).toMatch(message);
    expect(code).toBe(1);
  });
});

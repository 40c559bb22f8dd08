import { main } from './cli';
import { nodeVersionFlaw } from './nodeVersion';

async function run(
  argv: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; errors: string }> {
  let errors = '';
  const code = await main(argv, {
    environment,
    signal: AbortSignal.abort(),
    writeError: text => {
      errors += text;
    },
  });
  return { code, errors };
}

describe('the command line', () => {
  it.each([
    [['nope'], 'unknown command'],
    [['all', '--nope'], 'unknown option'],
    [[], 'Usage: model-catalog-bridge'],
  ])('%j ends with 2 and says why', async (argv, text) => {
    const { code, errors } = await run(argv);

    expect(code).toBe(2);
    expect(errors).toContain(text);
  });

  it('names a setting that cannot be used', async () => {
    const { code, errors } = await run(['all'], { POLLING_INTERVAL: '2' });

    expect(code).toBe(2);
    expect(errors).toContain('POLLING_INTERVAL: "2" is no duration');
  });

  it('says where it looked for Kubernetes', async () => {
    const { code, errors } = await run(['all', '--address', '127.0.0.1:0'], {
      HOME: '/nonexistent',
    });

    expect(code).toBe(2);
    expect(errors).toContain('KUBECONFIG is not set');
  });
});

describe('the commands about the configuration file', () => {
  it('say what is wrong with it', async () => {
    const { code, errors } = await run(['check-config', '/nowhere.yaml']);

    expect(code).toBe(2);
    expect(errors).toMatch(/nowhere.yaml: cannot be read: .*ENOENT/);
  });

  it('print its schema', async () => {
    const { code, errors } = await run(['config-schema']);

    expect(code).toBe(0);
    expect(JSON.parse(errors)).toMatchObject({
      additionalProperties: false,
      properties: { registries: { type: 'array' } },
    });
  });

  it('are not needed to be told of a file that cannot be used', async () => {
    const { code, errors } = await run(['all', '--config', '/nowhere.yaml']);

    expect(code).toBe(2);
    expect(errors).toMatch(/nowhere.yaml: cannot be read: .*ENOENT/);
  });
});

describe('the Node.js that it runs on', () => {
  it.each([
    ['20.19.0', true],
    ['20.18.9', false],
    ['18.20.0', false],
    ['22.0.0', true],
  ])('%s: %s', (version, isFine) => {
    expect(nodeVersionFlaw(version) === undefined).toBe(isFine);
  });
});

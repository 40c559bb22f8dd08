import { execFile } from 'child_process';
import { mkdtemp, readdir, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import {
  startThreescale,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { describePublished } from '../../published/describePublished';
import { pythonOf, pythonPackages } from '../../published/pythonPackages';

jest.setTimeout(180_000);

/** The published client, which comes with the tests that its authors run against a real 3scale. */
const CLIENT = '3scale-api==0.35.4';

const client = pythonPackages({
  folder: 'threescale-client',
  packages: [CLIENT, 'pytest==8.4.2', 'python-dotenv==1.1.1'],
});
const describeClient = describePublished(client);

/** Its suites of what the simulator has. Billing, analytics, tenants of a master and calls through a gateway are others. */
const SUITES = [
  'account_plans',
  'account_users',
  'accounts',
  'activedocs',
  'application',
  'application_plan',
  'backend_mapping_rules',
  'backend_methods',
  'backend_metrics',
  'backend_usages',
  'backends',
  'cms',
  'default_client',
  'limit',
  'mapping_rules',
  'methods',
  'metrics',
  'policies',
  'provider_account',
  'service_plans',
  'service_subscriptions',
  'services',
];

/** What needs a gateway in front of a public echo service, or keys of application id mode. */
const WITHOUT = [
  'apicast',
  'should_update_mapping_rule',
  'endpoint_return_ok',
  'application_key',
  'stop_processing',
];

type Report = { passed: number; failed: string[] };

async function runSuites(
  python: string,
  { url, token }: Threescale,
  dir: string,
): Promise<Report> {
  const lib = join(dirname(dirname(python)), 'lib');
  const [release = 'python3'] = await readdir(lib);
  const packages = join(lib, release, 'site-packages');
  const suites = SUITES.map(name =>
    join(packages, 'tests', 'integration', `test_integration_${name}.py`),
  );
  const output = await new Promise<string>(resolve => {
    execFile(
      python,
      [
        ...[
          '-m',
          'pytest',
          '-q',
          '-rpfE',
          '--tb=short',
          '--show-capture=no',
          '-p',
          'no:cacheprovider',
        ],
        ...['-k', WITHOUT.map(name => `not ${name}`).join(' and ')],
        ...['--rootdir', packages, ...suites],
      ],
      {
        cwd: dir,
        timeout: 120_000,
        maxBuffer: 32 * 1024 * 1024,
        env: {
          PATH: process.env.PATH,
          PYTHONDONTWRITEBYTECODE: '1',
          PYTHONPATH: packages,
          THREESCALE_PROVIDER_URL: url,
          THREESCALE_PROVIDER_TOKEN: token,
          TEST_API_BACKEND: 'http://echo.example.com:80',
        },
      },
      (_error, stdout, stderr) => resolve(`${stdout}\n${stderr}`),
    );
  });
  const lines = output.split('\n');
  const starting = (word: string) =>
    lines.filter(line => line.startsWith(`${word} `));
  return {
    passed: starting('PASSED').length,
    failed: [...starting('FAILED'), ...starting('ERROR')],
  };
}

describeClient(`the tests of the published Python client (${CLIENT})`, () => {
  let dir: string;
  let threescale: Threescale;
  let report: Report;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'threescale-client-'));
    threescale = await startThreescale();
    report = await runSuites(pythonOf(client.dir), threescale, dir);
  });
  afterAll(async () => {
    await threescale?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('pass against the simulator as against a real 3scale', () => {
    expect(report.failed).toEqual([]);
    expect(report.passed).toBeGreaterThan(150);
  });
});

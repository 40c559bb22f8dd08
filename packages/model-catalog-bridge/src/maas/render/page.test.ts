import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ASKED, BUILT_IN, RenderSettingsSchema } from '@model-catalog/maas';
import { parse } from 'yaml';
import { runTool } from '../../tools/__testUtils__/runTool';

jest.setTimeout(60_000);

const PAGE = resolve(__dirname, '../../../../../docs/maas/publish.md');

let page: string;
let folder: string;
let blocks: string[];

beforeAll(async () => {
  page = await readFile(PAGE, 'utf8');
  blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, text = '']) => text,
  );
  folder = await mkdtemp(join(tmpdir(), 'publish-page-'));
  await Promise.all(
    blocks.map((text, index) => {
      const isModel = text.includes('kind: InferenceService');
      const name = isModel ? `models-${index}.yaml` : 'maas.yaml';
      return writeFile(join(folder, name), text);
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const models = () =>
  blocks.flatMap((text, index) =>
    text.includes('kind: InferenceService')
      ? [join(folder, `models-${index}.yaml`)]
      : [],
  );

it('has settings that are taken as they are', () => {
  const settings = blocks.filter(text => text.includes('plans:\n  default:'));
  expect(settings).toHaveLength(1);
  expect(
    RenderSettingsSchema.safeParse(parse(settings[0] ?? '')).error,
  ).toBeUndefined();
});

it('has examples that become what it says', async () => {
  expect(models()).toHaveLength(3);
  const settings = join(folder, 'maas.yaml');
  const argv = [
    'maas',
    'render',
    ...models(),
    '--settings',
    settings,
    '--json',
  ];
  const { code, out } = await runTool(argv, {});
  const { offerings } = JSON.parse(out);
  expect(code).toBe(0);
  expect(offerings).toHaveLength(3);
  for (const { systemName, objects, problems } of offerings) {
    expect(
      problems.filter((one: { severity: string }) => one.severity === 'error'),
    ).toEqual([]);
    const secret = objects.find(
      (one: { kind: string }) => one.kind === 'Secret',
    );
    const [server] = JSON.parse(secret.stringData['openapi.json']).servers;
    expect(page).toContain(
      `becomes the product \`${systemName}\` at \`${server.url}\``,
    );
  }
});

it('runs its command', async () => {
  const settings = join(folder, 'maas.yaml');
  const output = join(folder, '3scale');
  const written =
    'model-catalog-bridge maas render models/ --settings maas.yaml --output 3scale/';
  expect(page).toContain(written);
  const argv = ['maas', 'render', ...models(), '--settings', settings];
  const { code } = await runTool([...argv, '--output', output], {});
  expect(code).toBe(0);
  const text = await readFile(
    join(output, 'maas-llm-hosting-granite-8b.yaml'),
    'utf8',
  );
  expect(text).toContain('kind: ProxyConfigPromote');
});

it.each(Object.values(ASKED))('explains %s', annotation => {
  expect(page).toContain(`| \`${annotation}\` |`);
});

it.each(Object.entries(BUILT_IN))(
  'lists the operations of %s',
  (name, profile) => {
    const row = page
      .split('\n')
      .find(line => line.startsWith(`| \`${name}\` |`));
    const all = [
      ...profile.operations,
      ...Object.values(profile.optional ?? {}).flat(),
    ].filter(({ path }) => !path.includes('/versions/'));
    expect(
      all.filter(({ verb, path }) => !row?.includes(`\`${verb} ${path}\``)),
    ).toEqual([]);
  },
);

it.each([
  'targetNamespace',
  'clusterDomain',
  'authProfile',
  'plans',
  'corsOrigins',
  'providerAccount',
  'wildcardDomain',
  'tenantName',
  'modelTokenSecret',
])('explains the setting %s', field => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'));
  expect(rows.some(line => line.split('|')[1]?.includes(`\`${field}\``))).toBe(
    true,
  );
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from '@model-catalog/service';
import { ConfigError, loadConfig } from './config';
import { checkConfig } from './checkConfig';

describe('the file that CONFIG_FILE or --config names', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bridge-config-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function fileOf(content: string | Buffer): Promise<string> {
    const path = join(dir, 'bridge.yaml');
    await writeFile(path, content);
    return path;
  }

  it.each([
    ['is larger than 256 KiB', () => fileOf(`a: ${'x'.repeat(300_000)}`)],
    ['not valid', () => fileOf(Buffer.from([0x61, 0xff, 0xfe]))],
    ['ENOENT', async () => join(dir, 'missing.yaml')],
    ['is no file', async () => dir],
    ['is no file', async () => '/dev/zero'],
  ])('cannot be read when it %s', async (reason, make) => {
    expect(await readConfigFile(await make())).toEqual({
      problems: [
        expect.stringMatching(new RegExp(`^cannot be read: .*${reason}`)),
      ],
    });
  });

  it('gives what neither flag nor environment gives', async () => {
    const CONFIG_FILE = await fileOf(`
registries: [{name: public, url: 'https://r.example.com'}]
discovery: {catalogs: false, namespaces: [my-registries]}
namespaces: {include: ['team-*'], selector: 'ai=true'}
selection: opt-in
versions: deployed
owners: {default: 'group:ai', namespaceLabel: team}
lifecycle: {default: experimental, map: {prod: production}}
techdocs: {allowedHosts: [docs.example.com]}
definitions: {discover: false}
`);
    const config = await loadConfig({ CONFIG_FILE });

    expect(config).toMatchObject({
      registries: [{ name: 'public', url: 'https://r.example.com' }],
      catalogs: [],
      discovery: {
        registries: false,
        catalogs: false,
        namespaces: ['my-registries'],
      },
      selection: {
        mode: 'opt-in',
        namespaces: { include: ['team-*'], exclude: [], selector: 'ai=true' },
        versions: 'deployed',
      },
      defaultOwner: 'group:ai',
      defaultLifecycle: 'experimental',
      owners: { namespaceLabel: 'team' },
      techdocs: { allowedHosts: ['docs.example.com'] },
      definitions: { discover: false, tokens: [] },
      warnings: [],
    });
    expect(config.lifecycle.map.get('prod')).toBe('production');
  });

  it('loses against environment and flags, and says which of its lists are not read', async () => {
    const path = await fileOf(`
registries: [{name: a, url: 'https://a.example.com'}]
catalogs: [{name: model-catalog, url: 'https://c.example.com'}]
owners: {default: from-file}
lifecycle: {default: from-file}
`);
    const config = await loadConfig(
      {
        CONFIG_FILE: '/nowhere',
        MR_ROUTE: 'b=https://b.example.com',
        CATALOG_URL: 'https://d.example.com',
        DEFAULT_OWNER: 'from-env',
      },
      { CONFIG_FILE: path, DEFAULT_LIFECYCLE: 'from-flag' },
    );

    expect(config).toMatchObject({
      registries: [{ name: 'b' }],
      catalogs: [{ url: 'https://d.example.com' }],
      defaultOwner: 'from-env',
      defaultLifecycle: 'from-flag',
      warnings: [
        'MR_ROUTE is set: the registries of the configuration file are not read',
        'CATALOG_URL is set: the catalogs of the configuration file are not read',
      ],
    });
  });

  it('is named with each of its problems, beside those of the environment', async () => {
    const CONFIG_FILE = await fileOf('versions: x\nregistries: 1');
    const error = await loadConfig({
      CONFIG_FILE,
      POLLING_INTERVAL: '2',
    }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      problems: [
        expect.stringContaining('POLLING_INTERVAL'),
        `${CONFIG_FILE}: registries: must be a list`,
        `${CONFIG_FILE}: versions: must be all, deployed or latest:N with N from 1`,
      ],
    });
  });

  it.each([
    ['versions: all', 0, { valid: true, problems: [] }],
    [
      'versions: 1',
      2,
      { valid: false, problems: ['versions: must be a text'] },
    ],
  ])('%s is checked with exit code %s', async (text, code, result) => {
    const file = await fileOf(text);
    let written = '';
    const write = (part: string) => {
      written += part;
    };

    expect(await checkConfig(file, { json: true, write })).toBe(code);
    expect(JSON.parse(written)).toEqual({ file, ...result });
  });
});

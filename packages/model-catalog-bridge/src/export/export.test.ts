/* eslint-disable @backstage/no-forbidden-package-imports -- the rig of the location service, which no program gets */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, type SourceState } from '@model-catalog/common';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v4';
import { main } from '../cli';
import {
  startTestLocation,
  type TestLocation,
} from '@model-catalog/service/src/location/__testUtils__/startLocation';
import {
  modelNamed,
  serverNamed,
  viewOf,
} from '@model-catalog/service/src/location/__testUtils__/views';
import type { LocationView } from '@model-catalog/service';

jest.setTimeout(30_000);

const CARD = '# Granite\n\n--8<-- "/etc/passwd"\n';
const DEFINITION = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 't', version: '1' },
  paths: { '/v1/chat/completions': { post: {} } },
});

const card = { key: 'org/granite', digest: digestOf(CARD) };
const model = modelNamed('granite');
const carded = { ...model, record: { ...model.record, card } };
const server = serverNamed('granite', DEFINITION);
const cardedServer = { ...server, record: { ...server.record, card } };

let dir: string;
let location: TestLocation;
let view: LocationView;
let state: SourceState;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'export-'));
  view = viewOf('1', [carded, cardedServer]);
  state = 'complete';
  const texts = [CARD, DEFINITION];
  location = await startTestLocation({
    state: () => ({
      view,
      sources: [{ id: 'kserve', state, since: '2026-11-21T00:00:00Z' }],
    }),
    store: {
      blob: async digest => texts.find(text => digestOf(text) === digest),
    },
    locationToken: { value: 'the-token' },
  });
});

afterEach(async () => {
  await location.close();
  await rm(dir, { recursive: true });
});

async function run(...flags: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await main(['export', ...flags], {
    environment: {
      BRIDGE_URL: `http://127.0.0.1:${location.port}`,
      LOCATION_TOKEN: 'the-token',
    },
    signal: new AbortController().signal,
    write: text => out.push(text),
    writeError: text => errors.push(text),
  });
  return { code, out: out.join(''), errors: errors.join('') };
}

const read = (path: string) => readFile(join(dir, path), 'utf8');

const Entity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ definition: z.string().optional() }),
});

function entitiesIn(yaml: string) {
  const documents = parseAllDocuments(yaml);
  return z
    .array(Entity)
    .parse(Array.isArray(documents) ? documents.map(one => one.toJS()) : []);
}

describe('export', () => {
  it('prints the entities that a hub would get, definitions included', async () => {
    const { code, out, errors } = await run();

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(
      entitiesIn(out).map(({ kind, metadata, spec }) => [
        kind,
        metadata.name,
        spec.definition,
      ]),
    ).toEqual([
      ['Resource', 'granite', undefined],
      ['Component', 'demo-granite', undefined],
      ['API', 'demo-granite', DEFINITION],
    ]);
  });

  it.each([
    ['classic', 'Component'],
    ['ai-model-server', 'AiModelServerAPI'],
  ])(
    'shows servers in the shape %s, and their pages under their kind',
    async (shape, kind) => {
      const models = [model.record.key];
      const serving = { ...cardedServer.record, models };
      view = viewOf('5', [carded, { ...cardedServer, record: serving }]);
      const flags = ['--entity-shape', shape, '--entities', '-'];
      const { code, out, errors } = await run(...flags, '--cards', dir);

      expect(code).toBe(0);
      expect(errors).toContain('2 TechDocs sources');
      expect(entitiesIn(out).map(one => one.kind)).toEqual([
        'Resource',
        kind,
        'API',
      ]);
      expect(await read('entities.txt')).toBe(
        `default/${kind.toLowerCase()}/demo-granite\ndefault/resource/granite\n`,
      );
      expect(entitiesIn(out)[0]?.spec).toMatchObject({
        dependencyOf: [`${kind.toLowerCase()}:default/demo-granite`],
      });
    },
  );

  it('writes how a server without a card is called', async () => {
    view = viewOf('4', [server]);
    const { code } = await run('--cards', dir);

    expect(code).toBe(0);
    const folder = 'default/component/demo-granite';
    expect(await read('entities.txt')).toBe(`${folder}\n`);
    expect(await read(`${folder}/docs/index.md`)).toMatch(
      /^\n# .*granite\n\n## How to call it\n/,
    );
    expect(await read(`${folder}/mkdocs.yml`)).toMatch(
      /^site_name: ".*granite"$/m,
    );
  });

  it('writes a TechDocs source of each entity with a card', async () => {
    const { code, errors } = await run('--cards', dir);

    expect(code).toBe(0);
    expect(errors).toContain('2 TechDocs sources');
    const folders =
      'default/component/demo-granite\ndefault/resource/granite\n';
    expect(await read('entities.txt')).toBe(folders);
    expect(await read('changed.txt')).toBe(folders);
    const page = await read('default/component/demo-granite/docs/index.md');
    expect(page).toContain('## How to call it');
    expect(page).toContain('# Granite\n');
    // Nothing in a card includes a file of the machine that builds it.
    expect(page).toContain(';--8<--');
    expect(await read('default/resource/granite/docs/index.md')).not.toContain(
      'How to call it',
    );
    expect(await read('default/resource/granite/mkdocs.yml')).toContain(
      'site_name: "Granite"',
    );
  });

  it('touches nothing that is as it should be', async () => {
    await run('--cards', dir);
    const page = join(dir, 'default/resource/granite/docs/index.md');
    const before = await stat(page);

    const { errors } = await run('--cards', dir);

    expect(errors).toContain('0 of them changed');
    expect(await read('changed.txt')).toBe('');
    expect((await stat(page)).mtimeMs).toBe(before.mtimeMs);
  });

  it.each<[string, string[], SourceState, boolean]>([
    ['stays', [], 'complete', true],
    ['goes with --prune', ['--prune'], 'complete', false],
    [
      'stays with --prune, while something cannot be read',
      ['--prune'],
      'failed',
      true,
    ],
  ])('what is gone %s', async (_, flags, after, stays) => {
    await run('--cards', dir);
    view = viewOf('2', [carded]);
    state = after;
    location.content.changed();

    const { code } = await run('--cards', dir, ...flags);

    expect(code).toBe(0);
    const folder = 'default/component/demo-granite';
    expect((await read('entities.txt')).includes(folder)).toBe(stays);
    const names = await readdir(join(dir, 'default/component'));
    expect(names.includes('demo-granite')).toBe(stays);
  });

  it('ends with 1 for a card that cannot be read, and names it', async () => {
    const lost = { ...card, key: 'org/lost', digest: digestOf('lost') };
    view = viewOf('3', [
      carded,
      { ...server, record: { ...server.record, card: lost } },
    ]);

    const { code, errors } = await run('--cards', dir);

    expect(code).toBe(1);
    expect(errors).toContain('default/component/demo-granite: ');
    expect(await read('changed.txt')).toBe('default/resource/granite\n');
  });

  it.each([
    [['--url', 'http://127.0.0.1:1'], 1, 'ECONNREFUSED'],
    [['--url', 'ftp://x'], 2, 'no http or https URL'],
    [['--urls', 'some'], 2, 'all, external, none'],
    [['--entity-shape', 'new'], 2, 'classic, ai-model-server'],
  ])('%j ends with %i', async (flags, expected, text) => {
    const { code, errors } = await run(...flags);

    expect(code).toBe(expected);
    expect(errors).toContain(text);
    expect(errors).not.toContain('the-token');
  });

  it('is refused without the token, and says so', async () => {
    const { code, errors } = await run('--token-file', '/dev/null');

    expect(code).toBe(1);
    expect(errors).toContain('401');
  });
});

import { aServer, aVersion } from '../../__testUtils__/builders';
import {
  asStored,
  modelOf,
  run,
  serverOf,
} from '../../__testUtils__/normalising';
import type {
  InferenceServer,
  RegistryVersion,
  ServerApi,
} from '../../sources/objects';

const NAME = 'rhdh.modelcatalog.io/model-name';
const link = { registry: 'public', modelId: '1', versionId: '2' };
const written = (name: string) => ({ properties: { [NAME]: name } });
const answered = (...servedModels: string[]): ServerApi[] => [
  { id: 'demo/inferenceservice/granite', servedModels },
];

/** What Resource and Component say. */
function namesOf(
  server: Partial<InferenceServer>,
  version: Partial<RegistryVersion> | undefined,
  apis: readonly ServerApi[] = [],
) {
  const output = run({
    servers: [aServer({ link: version && link, ...server })],
    registryObjects: version ? [aVersion(version)] : [],
    apis,
  });
  return [
    modelOf(output).model.annotations?.[NAME],
    serverOf(output).server.annotations?.[NAME],
  ];
}

describe('the name to call a model by', () => {
  it.each<
    [
      string,
      Partial<InferenceServer>,
      Partial<RegistryVersion> | undefined,
      ServerApi[],
      [string, string],
    ]
  >([
    [
      'nothing says it: the documented default',
      {},
      {},
      [],
      ['granite-3.1-8b-1.0', 'granite-3.1-8b-1.0'],
    ],
    [
      'the running server answers it',
      {},
      {},
      answered('g-8b', 'lora-a'),
      ['g-8b', 'g-8b'],
    ],
    [
      'the server is told it',
      { servedName: 'g' },
      {},
      answered('other'),
      ['g', 'g'],
    ],
    [
      "the version's property says it",
      { servedName: 'g' },
      written('by-hand'),
      answered('x'),
      ['by-hand', 'by-hand'],
    ],
    [
      "the server's annotation says it",
      { ...written('of-server'), servedName: 'g' },
      {},
      [],
      ['of-server', 'of-server'],
    ],
    [
      'annotation and property say it',
      written('of-server'),
      written('by-hand'),
      [],
      ['by-hand', 'of-server'],
    ],
    [
      'an empty property says nothing',
      {},
      written(' '),
      answered('g-8b'),
      ['g-8b', 'g-8b'],
    ],
    [
      'no registry knows it: the name of the server',
      {},
      undefined,
      [],
      ['granite', 'granite'],
    ],
    [
      'no registry knows it, the server answers',
      {},
      undefined,
      answered('g-8b'),
      ['g-8b', 'g-8b'],
    ],
    [
      'no registry knows it, the annotation says it',
      written('a'),
      undefined,
      answered('g'),
      ['a', 'a'],
    ],
  ])('%s', (_name, server, version, apis, expected) => {
    expect(namesOf(server, version, apis)).toEqual(expected);
  });

  it('stays on both after a restart in which the server tells less', () => {
    const servers = [aServer({ link })];
    const registryObjects = [aVersion()];
    const before = run({ servers, registryObjects, apis: answered('g-8b') });
    const id = 'demo/inferenceservice/granite';
    const apis = [{ id, wantsToken: true }];
    const stored = asStored(before);
    const after = run({ servers, registryObjects, apis, stored });

    expect(serverOf(after).server.annotations?.[NAME]).toBe('g-8b');
    expect(modelOf(after).model.annotations?.[NAME]).toBe('g-8b');
  });

  it('is on neither what a server said that wants not to be asked', () => {
    const properties = { 'rhdh.modelcatalog.io/api-discovery': 'false' };

    expect(namesOf({ properties }, {}, answered('g-8b'))).toEqual([
      'granite-3.1-8b-1.0',
      'granite-3.1-8b-1.0',
    ]);
  });

  it('is on the Resource that of the oldest server, on each Component its own', () => {
    const young = aServer({
      name: 'young',
      link,
      servedName: 'young-name',
      createdAt: '2026-03-01T00:00:00Z',
    });
    const old = aServer({
      name: 'zold',
      link,
      servedName: 'old-name',
      createdAt: '2026-01-01T00:00:00Z',
    });
    const output = run({
      servers: [young, old],
      registryObjects: [aVersion()],
    });

    expect(modelOf(output).model.annotations?.[NAME]).toBe('old-name');
    expect(
      output.records.flatMap(({ record }) =>
        record.kind === 'server' ? [record.server.annotations?.[NAME]] : [],
      ),
    ).toEqual(['young-name', 'old-name']);
  });

  it('is that of a younger server when the oldest one tells none', () => {
    const output = run({
      servers: [
        aServer({ link }),
        aServer({
          name: 'young',
          link,
          servedName: 'told',
          createdAt: '2026-03-01T00:00:00Z',
        }),
      ],
      registryObjects: [aVersion()],
    });

    expect(modelOf(output).model.annotations?.[NAME]).toBe('told');
  });
});

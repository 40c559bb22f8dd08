import { IGNORE, INCLUDE } from '@model-catalog/common';
import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { asStored, run } from '../__testUtils__/normalising';
import type { InferenceServer, RegistryVersion } from '../sources/objects';
import type { SourceResult } from '../sources/types';
import type { Labels } from './labelSelector';
import { select, type SelectionInput } from './select';
import { selectResult } from './selectResult';
import { type SelectionOptions, TAKE_ALL } from './types';

const LINK = { modelId: '1', versionId: '2' };

function selected(
  input: Partial<SelectionInput>,
  options: Partial<SelectionOptions> = {},
) {
  const whole: SelectionInput = {
    servers: [],
    registryObjects: [],
    unsettledRegistries: new Set(),
    namespaceLabels: () => undefined,
    stored: new Map(),
    ...input,
  };
  const { servers, leftOut } = select(whole, { ...TAKE_ALL, ...options });
  return {
    servers: servers.map(({ name }) => name),
    versions: whole.registryObjects
      .filter(object => object.type === 'version' && !leftOut.has(object.id))
      .map(({ id }) => id),
  };
}

const marks = (mark?: string) => ({
  properties: { ...(mark !== undefined && { [mark]: 'true' }) },
});

describe('a model server', () => {
  it.each<[string | undefined, SelectionOptions['mode'], boolean]>([
    [undefined, 'opt-out', true],
    [IGNORE, 'opt-out', false],
    [INCLUDE, 'opt-out', true],
    [undefined, 'opt-in', false],
    [IGNORE, 'opt-in', false],
    [INCLUDE, 'opt-in', true],
  ])('marked %s is taken in mode %s: %s', (mark, mode, isTaken) => {
    const servers = [aServer(marks(mark))];

    expect(selected({ servers }, { mode }).servers).toHaveLength(
      isTaken ? 1 : 0,
    );
  });

  it('that is to be ignored is so also when it is to be included', () => {
    const properties = { [IGNORE]: 'TRUE ', [INCLUDE]: 'true' };

    expect(
      selected({ servers: [aServer({ properties })] }, { mode: 'opt-in' }),
    ).toMatchObject({ servers: [] });
  });

  it.each([
    [{ include: [], exclude: [] }, ['team-a', 'team-b', 'sandbox']],
    [{ include: ['team-*'], exclude: [] }, ['team-a', 'team-b']],
    [{ include: ['team-*'], exclude: ['team-b'] }, ['team-a']],
    [{ include: [], exclude: ['sand*'] }, ['team-a', 'team-b']],
    [{ include: ['none'], exclude: [] }, []],
  ])('is taken by its namespace: %j', (namespaces, expected) => {
    const servers = ['team-a', 'team-b', 'sandbox'].map(namespace =>
      aServer({ namespace, name: namespace }),
    );

    expect(selected({ servers }, { namespaces }).servers).toEqual(expected);
  });

  it.each<[string, Labels | undefined, boolean, boolean]>([
    ['fit', { ai: 'true' }, false, true],
    ['do not fit', { ai: 'false' }, true, false],
    ['are none', {}, true, false],
    ['are not known, and it is stored', undefined, true, true],
    ['are not known, and it is not stored', undefined, false, false],
  ])(
    'whose namespace has labels that %s',
    (_how, labels, isStored, isTaken) => {
      const servers = [aServer()];
      const stored = isStored ? asStored(run({ servers })) : new Map();
      const namespaces = { include: [], exclude: [], selector: 'ai=true' };

      expect(
        selected(
          { servers, stored, namespaceLabels: () => labels },
          { namespaces },
        ).servers,
      ).toHaveLength(isTaken ? 1 : 0);
    },
  );
});

describe('a version', () => {
  const server = (mark?: string) => aServer({ link: LINK, ...marks(mark) });

  it.each<[string | undefined, boolean, SelectionOptions['mode'], boolean]>([
    [undefined, false, 'opt-out', true],
    [IGNORE, false, 'opt-out', false],
    [IGNORE, true, 'opt-out', false],
    [undefined, false, 'opt-in', false],
    [INCLUDE, false, 'opt-in', true],
    [undefined, true, 'opt-in', true],
    [IGNORE, true, 'opt-in', false],
  ])(
    'marked %s, served: %s, in mode %s is taken: %s',
    (mark, isServed, mode, isTaken) => {
      const taken = selected(
        {
          servers: isServed ? [server(INCLUDE)] : [server(IGNORE)],
          registryObjects: [aVersion(marks(mark))],
        },
        { mode },
      );

      expect(taken.versions).toEqual(isTaken ? ['public/1/2'] : []);
    },
  );

  it('is marked by a label of the registry too, which is a property without a value', () => {
    const registryObjects = [
      aVersion({ labels: [IGNORE] }),
      aVersion({
        versionId: '3',
        labels: [IGNORE],
        properties: { [IGNORE]: 'false' },
      }),
    ];

    expect(selected({ registryObjects }).versions).toEqual(['public/1/3']);
  });
});

describe('the choice of versions', () => {
  const version = (
    versionId: string,
    day: number,
    over: Partial<RegistryVersion> = {},
  ) => aVersion({ versionId, createdAt: `2026-01-0${day}T00:00:00Z`, ...over });
  const four = [
    version('1', 1),
    version('2', 2),
    version('3', 3),
    version('4', 4),
  ];

  it('latest:N takes those of each model that were created last', () => {
    const registryObjects = [
      ...four,
      version('9', 1, { modelId: '7' }),
      version('8', 2, { modelId: '7' }),
      version('7', 2, { modelId: '7', registry: 'other' }),
    ];

    expect(
      selected({ registryObjects }, { versions: { latest: 1 } }).versions,
    ).toEqual(['public/1/4', 'public/7/8', 'other/7/7']);
  });

  it('latest:N keeps what a server serves, and counts nothing that is ignored', () => {
    const registryObjects = [
      ...four,
      version('5', 5, { properties: { [IGNORE]: 'true' } }),
    ];
    const servers = [aServer({ link: LINK })];

    expect(
      selected({ servers, registryObjects }, { versions: { latest: 1 } })
        .versions,
    ).toEqual(['public/1/2', 'public/1/4']);
  });

  it('deployed takes what a server serves and what is recorded as deployed', () => {
    const registryObjects = [
      ...four,
      aDeployment({ versionId: '3', serverUid: 'of nobody' }),
      aDeployment({ id: 'x', versionId: '1', deployed: false }),
    ];
    const servers = [aServer({ link: LINK })];

    expect(
      selected({ servers, registryObjects }, { versions: 'deployed' }).versions,
    ).toEqual(['public/1/2', 'public/1/3']);
  });

  it('deployed takes the newest one where the record names none', () => {
    const registryObjects = [...four, aDeployment({ versionId: undefined })];

    expect(
      selected({ registryObjects }, { versions: 'deployed' }).versions,
    ).toEqual(['public/1/4']);
  });

  it('deployed leaves what is stored while the registry cannot be read', () => {
    const stored = asStored(run({ registryObjects: [version('1', 1)] }));

    expect(
      selected(
        {
          registryObjects: [version('1', 1)],
          unsettledRegistries: new Set(['public']),
          stored,
        },
        { versions: 'deployed' },
      ).versions,
    ).toEqual(['public/1/1']);
  });
});

describe('the servers that may be asked for their APIs', () => {
  const complete: SourceResult<InferenceServer> = {
    state: 'complete',
    objects: [
      aServer(),
      aServer({ name: 'hidden', ...marks(IGNORE) }),
      aServer({ namespace: 'new' }),
    ],
    removed: new Set(),
    unreadable: new Set(),
    issues: [],
  };

  it('are those that are taken', () => {
    expect(selectResult(complete, TAKE_ALL, () => undefined)).toMatchObject({
      state: 'complete',
      objects: [{ id: aServer().id }, { namespace: 'new' }],
    });
  });

  it('are left alone while the labels of their namespace are not known', () => {
    const namespaces = { include: [], exclude: [], selector: 'ai' };
    const labelsOf = (name: string) =>
      name === 'demo' ? { ai: '' } : undefined;

    expect(
      selectResult(complete, { ...TAKE_ALL, namespaces }, labelsOf),
    ).toMatchObject({ state: 'partial', objects: [{ id: aServer().id }] });
  });

  it('are not known while the source fails', () => {
    const failed = { state: 'failed', message: 'away', issues: [] } as const;

    expect(selectResult(failed, TAKE_ALL, () => undefined)).toBe(failed);
    expect(selectResult(undefined, TAKE_ALL, () => undefined)).toBeUndefined();
  });
});

it('refuses a selector that is none', () => {
  expect(() =>
    selected({}, { namespaces: { include: [], exclude: [], selector: '((' } }),
  ).toThrow('no label selector');
});

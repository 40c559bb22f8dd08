import { aDeployment, aServer, aVersion } from '../../__testUtils__/builders';
import type { RegistryObject } from '../../sources/objects';
import {
  asStored,
  keysOf,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';

describe('what a server serves', () => {
  const labelled = aServer({
    link: { registry: 'public', modelId: '1', versionId: '2' },
  });
  const served = 'served/local/demo/inferenceservice/granite';
  const version = 'version/public/granite-3.1-8b/1.0';

  it.each([
    ['labels name a live version', labelled, [aVersion()], [version]],
    [
      'labels name the model only: its newest version',
      aServer({ link: { registry: 'public', modelId: '1' } }),
      [
        aVersion(),
        aVersion({
          id: 'public/1/3',
          versionId: '3',
          versionName: '2.0',
          createdAt: '2026-02-01T00:00:00.000Z',
        }),
      ],
      ['version/public/granite-3.1-8b/2.0'],
    ],
    [
      'labels name no registry that is read: any registry with that version',
      aServer({
        link: { registry: 'other-name', modelId: '1', versionId: '2' },
      }),
      [aVersion()],
      [version],
    ],
    ['labels name a version that is not live', labelled, [], [served]],
    [
      'the registry has a record of its uid',
      aServer(),
      [aVersion(), aDeployment()],
      [version],
    ],
    [
      "the registry's record is of another object of that name",
      aServer({ uid: 'another' }),
      [aVersion(), aDeployment()],
      [served],
    ],
    [
      "the registry's record is undeployed",
      aServer(),
      [aVersion(), aDeployment({ deployed: false })],
      [served],
    ],
    ['no registry knows it', aServer(), [], [served]],
  ])('%s', (_name, server, registryObjects, expected) => {
    const output = run({ servers: [server], registryObjects });

    expect(serverOf(output).models).toEqual(expected);
  });

  it('guesses nothing while the registry cannot be read', () => {
    const output = run({
      servers: [labelled],
      unsettledRegistries: new Set(['public']),
    });

    expect(keysOf(output)).toEqual([
      'server/local/demo/inferenceservice/granite',
    ]);
    expect(serverOf(output).models).toEqual([]);
  });

  it('keeps the model of a server while the registry cannot be read', () => {
    const before = run({ servers: [labelled] });
    const after = run({
      servers: [labelled],
      unsettledRegistries: new Set(['public']),
      stored: asStored(before),
    });

    expect(after.records).toEqual(before.records);
  });

  it('takes a version that its registry archived for gone, whatever else of that registry is not known', () => {
    const stored = asStored(
      run({ servers: [labelled], registryObjects: [aVersion()] }),
    );
    const input = { servers: [labelled], stored };
    const partial = { unsettledRegistries: new Set(['public']) };
    const hasEnded = (id: string) => id === 'public/1/2';

    expect(run({ ...input, ...partial, hasEnded }).records).toEqual(
      run(input).records,
    );
  });

  it('takes a recorded version that its registry archived for gone likewise', () => {
    const input = { servers: [aServer()], registryObjects: [aDeployment()] };
    const partial = { unsettledRegistries: new Set(['public']) };
    const hasEnded = (id: string) => id === 'public/1/2';

    expect(keysOf(run({ ...input, ...partial }))).not.toContain(served);
    expect(serverOf(run({ ...input, ...partial, hasEnded })).models).toEqual([
      served,
    ]);
  });

  it('keeps the model of a server whose record the store lost while the registry cannot be read', () => {
    const before = run({ servers: [labelled] });
    const stored = asStored(before);
    stored.delete(served);
    const after = run({
      servers: [labelled],
      unsettledRegistries: new Set(['public']),
      stored,
    });

    expect(after.records).toEqual(before.records);
  });

  it('keeps what was decided before when the store has lost everything', () => {
    const before = run({ servers: [labelled] });
    const after = run({
      servers: [labelled],
      unsettledRegistries: new Set(['public']),
      decided: asStored(before),
    });

    expect(after.records).toEqual(before.records);
  });

  it('tells when ids are in several registries and the label names none', () => {
    const output = run({
      servers: [aServer({ link: { modelId: '1', versionId: '2' } })],
      registryObjects: [
        aVersion(),
        aVersion({ registry: 'team', id: 't/1/2' }),
      ],
    });

    expect(serverOf(output).models).toEqual([served]);
    expect(reasons(output)).toContainEqual(
      expect.stringContaining('is in several registries'),
    );
  });
});

it('takes the same of equally old versions, in whatever order they come', () => {
  const server = aServer({ link: { registry: 'public', modelId: '1' } });
  const other = aVersion({
    id: 'public/1/3',
    versionId: '3',
    versionName: '2.0',
  });
  const servedOf = (registryObjects: RegistryObject[]) =>
    serverOf(run({ servers: [server], registryObjects })).models;

  expect(servedOf([aVersion(), other])).toEqual(servedOf([other, aVersion()]));
});

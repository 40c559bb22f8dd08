import { aDeployment, aServer, aVersion } from '../../__testUtils__/builders';
import {
  asStored,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';
import type {
  InferenceServer,
  RegistryLink,
  RegistryObject,
  RegistryVersion,
} from '../../sources/objects';

describe('which registry a link means', () => {
  const inTeam = aVersion({ registry: 'team', id: 'team/1/2' });
  const inProject = aVersion({
    registry: 'proj.public',
    id: 'proj.public/1/2',
  });
  const versionIn = (registry: string) =>
    `version/${registry}/granite-3.1-8b/1.0`;
  const own = 'served/local/demo/inferenceservice/granite';
  const ids = { modelId: '1', versionId: '2' };

  it.each<[string, Partial<RegistryLink>, RegistryVersion[], string]>([
    [
      'the one it names',
      { registry: 'public' },
      [aVersion(), inTeam],
      versionIn('public'),
    ],
    [
      'the other it names',
      { registry: 'team' },
      [aVersion(), inTeam],
      versionIn('team'),
    ],
    [
      'the short name, of two with that name',
      { registry: 'public' },
      [aVersion(), inProject],
      versionIn('public'),
    ],
    [
      'the long name, by the namespace',
      { registry: 'public', registryNamespace: 'proj' },
      [aVersion(), inProject],
      versionIn('proj.public'),
    ],
    [
      "the short name, by an operator's namespace",
      { registry: 'public', registryNamespace: 'rhoai-model-registries' },
      [aVersion(), inProject],
      versionIn('public'),
    ],
    [
      'none, when only a namesake elsewhere is read',
      { registry: 'public', registryNamespace: 'other' },
      [aVersion(), inProject],
      own,
    ],
    [
      'the long name, when no other has it',
      { registry: 'public' },
      [inProject, inTeam],
      versionIn('proj.public'),
    ],
    [
      'none, when two registries elsewhere have it',
      { registry: 'public' },
      [inProject, aVersion({ registry: 'q.public', id: 'q.public/1/2' })],
      own,
    ],
    [
      'the one whose host the annotation names',
      { registryUrl: 'https://team-rest.apps.example.com' },
      [aVersion(), inTeam],
      versionIn('team'),
    ],
    [
      'the one whose path the annotation names',
      { registryUrl: 'gateway.example.com/model-registry/team' },
      [aVersion(), inTeam],
      versionIn('team'),
    ],
    [
      'none, when it names one of several that is not read',
      { registry: 'third' },
      [aVersion(), inTeam],
      own,
    ],
    ['none, when it names none of several', {}, [aVersion(), inTeam], own],
    ['the only one, when it names none', {}, [aVersion()], versionIn('public')],
  ])('%s', (_name, link, registryObjects, expected) => {
    const server = aServer({ link: { ...ids, ...link } });

    expect(
      serverOf(run({ servers: [server], registryObjects })).models,
    ).toEqual([expected]);
  });

  it.each<[string, Partial<RegistryLink>, string[] | undefined]>([
    ['settled by the name', { registry: 'public' }, [versionIn('public')]],
    ['not settled without a name', {}, []],
  ])('is %s while another registry cannot be read', (_name, link, expected) => {
    const output = run({
      servers: [aServer({ link: { ...ids, ...link } })],
      registryObjects: [aVersion()],
      unsettledRegistries: new Set(['team']),
    });

    expect(serverOf(output).models).toEqual(expected);
  });

  it('stays what it was while another registry cannot be read', () => {
    const input = {
      servers: [aServer({ link: ids })],
      registryObjects: [aVersion()],
    };
    const before = run({ ...input, registries: new Set(['public', 'team']) });
    const after = run({
      ...input,
      unsettledRegistries: new Set(['team']),
      stored: asStored(before),
    });

    expect(serverOf(before).models).toEqual([versionIn('public')]);
    expect(after.records).toEqual(before.records);
  });

  it('is not guessed when another registry was never readable', () => {
    const output = run({
      servers: [aServer({ link: ids })],
      registryObjects: [aVersion()],
      registries: new Set(['public', 'team']),
      unreadRegistries: new Set(['team']),
    });

    expect(serverOf(output).models).toEqual([own]);
    expect(reasons(output)).toContainEqual(
      expect.stringMatching(/may be in registry team.*must name the registry/),
    );
  });
});

describe("a registry's record of a server", () => {
  const own = 'served/local/demo/inferenceservice/granite';
  const inTeam = aVersion({ registry: 'team', id: 'team/1/2' });
  const ofTeam = aDeployment({ registry: 'team', id: 'team/deployment/4' });
  const version = (registry: string) =>
    `version/${registry}/granite-3.1-8b/1.0`;
  const archived = { registry: 'public', modelId: '8', versionId: '9' };

  it.each<[string, Partial<InferenceServer>, RegistryObject[], string]>([
    [
      'without a version means the newest',
      {},
      [
        aVersion(),
        aVersion({
          id: 'public/1/3',
          versionId: '3',
          versionName: '2.0',
          createdAt: '2026-03-01T00:00:00.000Z',
        }),
        aDeployment({ versionId: undefined }),
      ],
      'version/public/granite-3.1-8b/2.0',
    ],
    [
      'of an archived version means none',
      {},
      [aVersion(), aDeployment({ versionId: '77' })],
      own,
    ],
    [
      'in two registries means none',
      {},
      [aVersion(), inTeam, aDeployment(), ofTeam],
      own,
    ],
    [
      'is taken of the registry that the labels name',
      { link: { registry: 'team', modelId: '8' } },
      [aVersion(), inTeam, aDeployment(), ofTeam],
      version('team'),
    ],
    [
      'decides where the labels leave it open',
      { link: { modelId: '1', versionId: '2' } },
      [aVersion(), inTeam, aDeployment()],
      version('public'),
    ],
    [
      'decides where the labels mean what is not live',
      { link: archived },
      [aVersion(), aDeployment()],
      version('public'),
    ],
    [
      'gives way to labels that mean a live version',
      { link: { registry: 'team', modelId: '1', versionId: '2' } },
      [aVersion(), inTeam, aDeployment()],
      version('team'),
    ],
    [
      'of an older deployment gives way to the newer',
      {},
      [
        aVersion(),
        aVersion({ id: 'public/1/3', versionId: '3', versionName: '2.0' }),
        aDeployment({ id: 'public/deployment/10', versionId: '3' }),
        aDeployment(),
      ],
      'version/public/granite-3.1-8b/2.0',
    ],
    [
      'with a name that only begins like the server means nothing',
      { name: 'granite-2', uid: 'u-2' },
      [aVersion(), aDeployment()],
      'served/local/demo/inferenceservice/granite-2',
    ],
    [
      'counts for no LLMInferenceService',
      {
        resource: 'llminferenceservice',
        id: 'demo/llminferenceservice/granite',
      },
      [aVersion(), aDeployment()],
      'served/local/demo/llminferenceservice/granite',
    ],
  ])('%s', (_name, change, registryObjects, expected) => {
    const output = run({ servers: [aServer(change)], registryObjects });

    expect(serverOf(output).models).toEqual([expected]);
  });

  it('is what a labelled server falls back to while a registry cannot be read', () => {
    const output = run({
      servers: [aServer({ link: { registry: 'team', modelId: '8' } })],
      registryObjects: [inTeam, ofTeam],
      unsettledRegistries: new Set(['team']),
    });

    expect(serverOf(output).models).toEqual([version('team')]);
  });

  it('joins an LLMInferenceService by labels alone', () => {
    const output = run({
      servers: [
        aServer({
          resource: 'llminferenceservice',
          id: 'demo/llminferenceservice/granite',
          link: { registry: 'public', modelId: '1', versionId: '2' },
        }),
      ],
      registryObjects: [aVersion()],
    });

    expect(serverOf(output).models).toEqual([version('public')]);
    expect(serverOf(output).source).toBe('kserve-llm');
  });
});

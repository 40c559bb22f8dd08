import { plain } from '../objects';
import {
  ONE_CHECK,
  register,
  requestsOf,
  startRegistryWorld,
  text,
  type World,
} from './__testUtils__/registryWorld';

describe('the model registry as a source', () => {
  let world: World;

  beforeEach(async () => {
    world = await startRegistryWorld();
  });

  afterEach(async () => {
    await world.stop();
  });

  it('gives every version with its model, artifacts, properties and origin', async () => {
    const { registry } = world;
    const model = registry.createModel({
      name: 'granite-3.1-8b',
      description: 'IBM Granite',
      owner: 'alice',
      license: 'apache-2.0',
      licenseLink: 'https://www.apache.org/licenses/LICENSE-2.0',
      provider: 'IBM',
      readme: '# Granite',
      tasks: ['text-generation'],
      customProperties: { Owner: text('team-a'), chat: text('') },
    });
    const version = registry.createVersion({
      name: '1.0',
      registeredModelId: model.id,
      author: 'bob',
      customProperties: {
        Owner: text('team-b'),
        'API Spec': text('{"openapi":"3.1.0"}'),
      },
    });
    registry.upsertArtifact(
      {
        artifactType: 'model-artifact',
        name: 'a',
        uri: 'oci://registry.example.com/granite:1.0',
        modelFormatName: 'vLLM',
        modelSourceKind: 'catalog',
        modelSourceClass: 'redhat_ai_models',
        modelSourceName: 'ibm-granite/granite-3.1-8b',
      },
      version.id,
    );
    registry.upsertArtifact(
      { artifactType: 'doc-artifact', name: 'd', uri: 'https://example.com' },
      version.id,
    );

    const watched = world.watch();
    await watched.started();

    expect(watched.state()).toBe('complete');
    const [found] = watched.versions();
    expect(found && plain(found)).toEqual({
      id: `dev/${model.id}/${version.id}`,
      type: 'version',
      registry: 'dev',
      modelId: model.id,
      modelName: 'granite-3.1-8b',
      modelDescription: 'IBM Granite',
      modelOwner: 'alice',
      versionId: version.id,
      versionName: '1.0',
      versionDescription: undefined,
      author: 'bob',
      createdAt: new Date(Number(version.createTimeSinceEpoch)).toISOString(),
      license: 'apache-2.0',
      licenseLink: 'https://www.apache.org/licenses/LICENSE-2.0',
      provider: 'IBM',
      readmeDigest: expect.any(String),
      apiSpecDigest: expect.any(String),
      properties: { Owner: 'team-b' },
      labels: ['chat', 'text-generation', 'vLLM'],
      artifactUris: ['oci://registry.example.com/granite:1.0'],
      catalogLink: {
        source: 'redhat_ai_models',
        model: 'ibm-granite/granite-3.1-8b',
      },
    });
    const { source } = watched;
    expect(source.text?.(found?.readmeDigest ?? '')).toBe('# Granite');
    expect(source.text?.(found?.apiSpecDigest ?? '')).toBe(
      '{"openapi":"3.1.0"}',
    );
  });

  it('gives the deployments that the registry knows of', async () => {
    const { registry } = world;
    const environment = registry.createEnvironment({ name: 'demo' });
    const model = registry.createModel({ name: 'fraud' });
    const { id } = registry.createService({
      name: 'fraud/1111-2222',
      registeredModelId: model.id,
      servingEnvironmentId: environment.id,
    });

    const watched = world.watch();
    await watched.started();

    const deployment = {
      id: `dev/deployment/${id}`,
      type: 'deployment',
      registry: 'dev',
      serverName: 'fraud',
      serverUid: '1111-2222',
      namespace: 'demo',
      modelId: model.id,
      versionId: undefined,
    };
    const deployments = () => watched.deployments().map(one => plain(one));
    expect(deployments()).toEqual([{ ...deployment, deployed: true }]);

    registry.patchService(id, { desiredState: 'UNDEPLOYED' });
    await watched.look();
    expect(deployments()).toEqual([{ ...deployment, deployed: false }]);
  });

  it('reads all pages, and one list of artifacts per version', async () => {
    register(world, 7, 3);
    const watched = world.watch({ pageSize: 4 });
    await watched.started();

    expect(watched.versions()).toHaveLength(21);
    expect(watched.versions().every(v => v.artifactUris.length === 1)).toBe(
      true,
    );
    expect(requestsOf(world)).toEqual({
      ...ONE_CHECK,
      // Two more say what the server can.
      registered_models: 1 + 2 + 2,
      model_versions: 1 + 6,
      inference_services: 1 + 1,
      serving_environments: 1 + 1,
      'model_versions/:id/artifacts': 21,
    });
  });

  it('lets archived versions go one by one, also those of an archived model', async () => {
    const [first, second, third] = register(world, 3, 1);
    const { registry } = world;
    registry.patchModel(third?.modelId ?? '', { state: 'ARCHIVED' });
    const watched = world.watch();
    await watched.started();
    const idOf = (one: typeof first) =>
      `dev/${one?.modelId}/${one?.versionIds[0]}`;
    expect([...(watched.readable()?.removed ?? [])]).toEqual([idOf(third)]);

    registry.patchVersion(first?.versionIds[0] ?? '', { state: 'ARCHIVED' });
    registry.patchModel(second?.modelId ?? '', { state: 'ARCHIVED' });
    await watched.look();

    expect(watched.versions()).toEqual([]);
    expect(watched.readable()?.removed).toEqual(
      new Set([first, second, third].map(idOf)),
    );

    registry.patchModel(second?.modelId ?? '', { state: 'LIVE' });
    await watched.look();
    expect(watched.versions()).toMatchObject([
      { id: idOf(second), artifactUris: ['s3://models/2/1'] },
    ]);
  });
});

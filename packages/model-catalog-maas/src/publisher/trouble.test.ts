import { startModelCluster } from './__testUtils__/ModelCluster';
import { usePublisherRig } from './__testUtils__/publisherRig';
import { publisherOn, until } from './__testUtils__/runPublisher';

jest.setTimeout(60_000);

describe('the publisher in trouble', () => {
  const rig = usePublisherRig();

  it('goes on with others while one is refused, says why, and tries that again', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    await rig.cluster().deploy('mistral');
    const plain = { apiGroups: ['*'], resources: ['*'] };
    const token = 'no-promotions';
    const rules = [
      { ...plain, verbs: ['get', 'list', 'watch', 'create'] },
      {
        apiGroups: ['', 'capabilities.3scale.net'],
        resources: ['secrets', 'backends', 'products', 'activedocs'],
        verbs: ['patch'],
      },
    ];
    const user = { token, user: 'publisher' };
    const { tokens } = rig.cluster().simulator.kubernetes;
    tokens.set({ ...user, rules });
    const running = publisherOn({ ...rig.cluster().access, token });
    rig.later(running.run());
    const { message } = await rig.untilState(running, 'granite', 'Failed');
    await rig.untilState(running, 'mistral', 'Failed');
    expect(message).toContain('proxyconfigpromotes');
    expect(running.publisher.state().reasons.join()).toContain(
      'could not be written',
    );
    tokens.set({ ...user, rules: undefined });
    await rig.untilState(running, 'granite', 'Promoted');
    await rig.untilState(running, 'mistral', 'Promoted');
    expect(running.publisher.state().reasons).toEqual([]);
  });

  it('keeps everything while nobody can list the servers, and says so', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    await rig.untilState(rig.start(), 'granite', 'Promoted');
    const before = await rig.cluster().all();
    const token = 'no-servers';
    rig.cluster().simulator.kubernetes.tokens.set({
      token,
      user: 'publisher',
      rules: [
        {
          apiGroups: ['capabilities.3scale.net'],
          resources: ['*'],
          verbs: ['*'],
        },
      ],
    });
    const blind = publisherOn(
      { ...rig.cluster().access, token },
      { deletion: 'delete', graceMs: 1 },
    );
    rig.later(blind.run());
    await rig.untilState(blind, 'granite', 'Held');
    expect(blind.publisher.state().reasons.join()).toContain(
      'inferenceservices',
    );
    expect(blind.writes()).toEqual([]);
    expect(await rig.cluster().all()).toEqual(before);
  });

  it.each(['services', 'servingruntimes'])(
    'changes nothing while %s may not be listed, which would look like none',
    async hidden => {
      rig.operate();
      await rig.cluster().deploy('granite');
      await rig.untilState(rig.start(), 'granite', 'Promoted');
      const all = ['*'];
      const token = 'half-blind';
      const resources = [
        ...['inferenceservices', 'services', 'servingruntimes'],
        ...['backends', 'products', 'activedocs', 'proxyconfigpromotes'],
        ...['events', 'secrets'],
      ].filter(name => name !== hidden);
      const rules = [{ apiGroups: all, resources, verbs: all }];
      const { tokens } = rig.cluster().simulator.kubernetes;
      tokens.set({ token, user: 'publisher', rules });
      const before = await rig.cluster().all();
      const blind = publisherOn({ ...rig.cluster().access, token });
      rig.later(blind.run());
      const { message } = await rig.untilState(blind, 'granite', 'Invalid');
      expect(message).toContain('cannot be listed');
      expect(blind.targetWrites()).toEqual([]);
      expect(await rig.cluster().all()).toEqual(before);
    },
  );
});

describe('on a cluster without 3scale', () => {
  it('says which kind is missing, and who brings it', async () => {
    const cluster = await startModelCluster({ threescale: false });
    const running = publisherOn(cluster.access);
    const end = running.run();
    const reasons = await until(() => {
      const found = running.publisher.state().reasons;
      return found.length >= 4 && found;
    }, 'reasons');
    expect(reasons.join('\n')).toContain('install the 3scale operator');
    expect(running.writes()).toEqual([]);
    await end();
    await cluster.stop();
  });
});

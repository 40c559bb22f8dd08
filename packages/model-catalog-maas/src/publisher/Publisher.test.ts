import { ASKED, KEPT, MANAGER } from '../contract/labels';
import { CAPABILITIES, collectionPath } from '../threescale/objects';
import { modelPath, TEAM } from './__testUtils__/ModelCluster';
import { TARGET } from './__testUtils__/offerings';
import { usePublisherRig } from './__testUtils__/publisherRig';
import { publisherOn, until } from './__testUtils__/runPublisher';
import { TOLD } from './told';

jest.setTimeout(60_000);

const EVENTS = `/apis/events.k8s.io/v1/namespaces/${TEAM}/events`;

describe('the publisher', () => {
  const rig = usePublisherRig();
  const product = async () => (await rig.cluster().listOf('Product'))[0];
  const isOpen = async () => {
    const plans = JSON.stringify((await product())?.spec.applicationPlans);
    return plans.includes('"published":true');
  };

  it('publishes what a label asks for, follows the operator to promotion, and is quiet then', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    const running = rig.start();
    await rig.untilState(running, 'granite', 'Promoted');
    const made = await product();
    expect(made?.annotations[KEPT.promoted]).toBeTruthy();
    expect(made?.labels['app.kubernetes.io/managed-by']).toBe(MANAGER);
    expect(await rig.cluster().listOf('Backend')).toMatchObject([
      {
        spec: {
          privateBaseURL: expect.stringContaining(
            'granite-predictor.team.svc.cluster.local:8080',
          ),
        },
      },
    ]);
    expect(await rig.cluster().listOf('ActiveDoc')).toHaveLength(1);
    await until(
      async () =>
        (await rig.cluster().listOf('ProxyConfigPromote')).length === 0,
      'the promotion to be deleted',
    );
    const paths = running.targetWrites();
    // One per object, and one that says what was promoted.
    expect(paths).toHaveLength(new Set(paths).size + 1);

    const second = rig.start();
    await rig.untilState(second, 'granite', 'Promoted');
    expect(second.writes()).toEqual([]);
  });

  it('publishes nothing that no label asks for, and nothing elsewhere', async () => {
    await rig.cluster().deploy('granite');
    await rig.cluster().label('granite', null);
    await rig.cluster().deploy('mistral');
    await rig.cluster().label('mistral', 'yes');
    await rig.cluster().deploy('hidden', { namespace: 'other' });
    const running = rig.start();
    await until(() => running.publisher.state().isReady, 'the first pass');
    expect(running.writes()).toEqual([]);
    expect(await rig.cluster().all()).toEqual([]);
  });

  it('hides at once what is no longer asked for, and shows it again', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    const running = rig.start();
    await rig.untilState(running, 'granite', 'Promoted');
    expect(await isOpen()).toBe(true);
    await rig.cluster().label('granite', null);
    await until(async () => !(await isOpen()), 'no open plan');
    await rig.untilState(running, 'granite', 'Hidden');
    await rig.cluster().label('granite', 'true');
    await until(isOpen, 'an open plan');
    await rig.untilState(running, 'granite', 'Promoted');
  });

  it('deletes all of it where that is the policy', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    const running = rig.start({ deletion: 'delete' });
    await rig.untilState(running, 'granite', 'Promoted');
    await rig.cluster().remove(modelPath('granite'));
    await until(
      async () => (await rig.cluster().all()).length === 0,
      'nothing left',
    );
    const deleted = running
      .writes()
      .filter(({ method }) => method === 'DELETE')
      .map(({ url }) => new URL(url).pathname.split('/').at(-2));
    expect(deleted.slice(-4)).toEqual([
      'activedocs',
      'secrets',
      'products',
      'backends',
    ]);
  });

  it('heals what somebody changed by hand', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    const running = rig.start();
    await rig.untilState(running, 'granite', 'Promoted');
    const [backend] = await rig.cluster().listOf('Backend');
    const path = `${collectionPath('Backend', TARGET)}/${backend?.name}`;
    await rig.cluster().patch(path, {
      spec: { privateBaseURL: 'https://attacker.example.com' },
    });
    const healed = await until(async () => {
      const [now] = await rig.cluster().listOf('Backend');
      return now?.spec.privateBaseURL === backend?.spec.privateBaseURL;
    }, 'the old address');
    expect(healed).toBe(true);
  });

  it('leaves a Product alone that was made by hand, says so, and takes it over when told to', async () => {
    await rig.cluster().deploy('granite');
    await rig.cluster().patch(modelPath('granite'), {
      metadata: { annotations: { [ASKED.systemName]: 'granite' } },
    });
    const spec = { name: 'By hand', systemName: 'granite' };
    await rig.cluster().post(collectionPath('Product', TARGET), {
      apiVersion: CAPABILITIES,
      kind: 'Product',
      metadata: { name: 'by-hand' },
      spec,
    });
    const running = rig.start();
    const { message } = await rig.untilState(running, 'granite', 'Invalid');
    expect(message).toContain('by-hand');
    expect(await rig.cluster().all()).toMatchObject([
      { name: 'by-hand', spec },
    ]);

    rig.operate();
    await rig.cluster().patch(modelPath('granite'), {
      metadata: { annotations: { [ASKED.adopt]: 'true' } },
    });
    await rig.untilState(running, 'granite', 'Promoted');
    expect(await rig.cluster().listOf('Product')).toMatchObject([
      { name: 'by-hand', spec: { systemName: 'granite' } },
    ]);
  });

  it('says in an Event how it stands, once, and in annotations where asked for', async () => {
    await rig.cluster().deploy('granite');
    await rig
      .cluster()
      .remove(`/api/v1/namespaces/${TEAM}/services/granite-predictor`);
    const first = rig.start({ annotate: true });
    const { message } = await rig.untilState(first, 'granite', 'Invalid');
    expect(message).toMatch(/service/i);
    const again = rig.start({ annotate: true });
    await rig.untilState(again, 'granite', 'Invalid');
    const events = [first, again].flatMap(running =>
      running.writes().filter(({ url }) => url.includes(EVENTS)),
    );
    expect(events.map(({ status }) => status)).toEqual([201, 409]);
    const stateOf = async () => {
      const { annotations } = await rig
        .cluster()
        .metadataOf(modelPath('granite'));
      return annotations?.[TOLD.state];
    };
    await until(async () => (await stateOf()) === 'Invalid', 'the annotation');
  });

  it('writes the state on a model server once, and does not take it for a wish', async () => {
    rig.operate();
    await rig.cluster().deploy('granite');
    const running = rig.start({ annotate: true });
    const { message } = await rig.untilState(running, 'granite', 'Promoted');
    const told = async () => {
      const path = modelPath('granite');
      const { annotations } = await rig.cluster().metadataOf(path);
      return annotations?.[TOLD.message];
    };
    await until(async () => (await told()) === message, 'the annotation');
    const count = running.writes().length;
    await rig.cluster().patch(modelPath('granite'), {
      metadata: { labels: { any: 'change' } },
    });
    await until(
      () => running.publisher.state().lastPass?.failed === 0,
      'a pass',
    );
    expect(await told()).toBe(message);
    expect(message).not.toContain(TOLD.state);
    expect(running.writes()).toHaveLength(count);
  });

  it('writes nothing while another one may', async () => {
    await rig.cluster().deploy('granite');
    let isSure = false;
    const running = rig.start({ isSure: () => isSure });
    await until(() => running.publisher.state().isReady, 'the first pass');
    expect(running.targetWrites()).toEqual([]);
    isSure = true;
    await rig.cluster().patch(modelPath('granite'), {
      metadata: { annotations: { any: 'change' } },
    });
    await rig.untilState(running, 'granite', 'Pending');
    await until(() => running.targetWrites().length === 4, 'four objects');
  });

  it('only looks, and has all checked, in a dry run', async () => {
    await rig.cluster().deploy('granite');
    const running = publisherOn(rig.cluster().access);
    const result = await running.preview();
    expect(result?.deeds.map(({ kind }) => kind)).toEqual([
      'Backend',
      'Product',
      'Secret',
      'ActiveDoc',
    ]);
    expect(await rig.cluster().all()).toEqual([]);
    expect(running.writes().every(({ method }) => method === 'PATCH')).toBe(
      true,
    );
  });
});

import {
  publisherOn,
  until,
} from '@model-catalog/maas/src/publisher/__testUtils__/runPublisher';
import { logLine, START_TIMEOUT_MS } from '../../realServers/describeReal';
import {
  audited,
  describePublisher,
  type PublisherRig,
  startPublisherRig,
  writesByObject,
} from './__testUtils__/rig';

jest.setTimeout(240_000);

/** Under load everything takes longer; the figures are printed. */
const PATIENCE_MS = 60_000;
const MANY = 200;
const SOME = 20;

describePublisher()('the publisher on the real kube-apiserver', () => {
  let rig: PublisherRig;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    rig = await startPublisherRig();
    await rig.createRuntime();
  }, START_TIMEOUT_MS);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(async () => {
    await rig?.stop();
  }, START_TIMEOUT_MS);

  const start = async () => {
    const running = publisherOn(rig.access);
    ends.push(running.run());
    await until(
      () => running.publisher.state().isReady,
      'the first pass',
      PATIENCE_MS,
    );
    return running;
  };
  const countOf = (
    { publisher }: ReturnType<typeof publisherOn>,
    wanted: string,
  ) =>
    [...publisher.state().offerings.values()].filter(
      ({ state }) => state === wanted,
    ).length;
  const kindsOf = async (name: string) =>
    (await rig.all())
      .filter(object =>
        JSON.stringify(object.annotations).includes(`/${name}"`),
      )
      .map(({ kind }) => kind)
      .sort();
  const isOpen = async (name: string) => {
    const products = await rig.listOf('Product');
    const plans = products
      .filter(({ annotations }) =>
        JSON.stringify(annotations).includes(`/${name}"`),
      )
      .map(({ spec }) => JSON.stringify(spec.applicationPlans));
    return plans.some(text => text.includes('"published":true'));
  };
  const took = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const result = await work();
    logLine(`${what}: ${Math.round(performance.now() - since)} ms`);
    return result;
  };

  it('has all objects of a model accepted by schema and CEL once the label is on, and hides it once it is off', async () => {
    const running = await start();
    await rig.deploy('granite', { isAsked: false });
    await rig.deploy('never-asked', { isAsked: false });

    await took(
      'label on → Backend, Product, Secret, ActiveDoc accepted',
      async () => {
        await rig.label('granite', 'true');
        await until(
          async () => (await kindsOf('granite')).length === 3,
          'all objects',
          PATIENCE_MS,
        );
      },
    );
    expect(await kindsOf('granite')).toEqual([
      'ActiveDoc',
      'Backend',
      'Product',
    ]);
    expect(running.publisher.state().reasons).toEqual([]);
    await until(() => running.targetWrites().length === 4, 'four writes');
    await until(async () => await isOpen('granite'), 'an open plan');

    await took('label off → no open plan', async () => {
      await rig.label('granite', null);
      await until(
        async () => !(await isOpen('granite')),
        'no open plan',
        PATIENCE_MS,
      );
    });
    expect(await kindsOf('granite')).toHaveLength(3);
    expect(await kindsOf('never-asked')).toEqual([]);
  });

  it(`follows a stand-in for the operator, with ${SOME} models, to promotion`, async () => {
    const operator = rig.operate();
    ends.push(() => operator.stop());
    const running = await start();
    await took(`${SOME} models from label to gateway`, async () => {
      for (let index = 0; index < SOME; index += 1) {
        await rig.deploy(`promoted-${index}`);
      }
      await until(
        () => countOf(running, 'Promoted') === SOME,
        `${SOME} promotions`,
        2 * PATIENCE_MS,
      );
    });
    await until(
      async () => (await rig.listOf('ProxyConfigPromote')).length === 0,
      'no promotion left',
      PATIENCE_MS,
    );
    const marked = (await rig.listOf('Product')).filter(
      ({ annotations }) => 'maas.rhdh.io/promoted' in annotations,
    );
    expect(marked).toHaveLength(SOME);
  });

  it(`publishes ${MANY} models with one write per object, and is quiet then`, async () => {
    for (let index = 0; index < MANY; index += 1) {
      await rig.deploy(`model-${index}`);
    }
    const before = (await audited(rig.auditLog)).length;
    await took(`${MANY} models, ${4 * MANY} objects written`, async () => {
      const running = await start();
      await until(
        () => countOf(running, 'Pending') === MANY,
        `${MANY} offerings`,
        2 * PATIENCE_MS,
      );
    });
    await until(
      async () => (await rig.listOf('ActiveDoc')).length > MANY + SOME,
      'ActiveDocs',
    );
    const counts = writesByObject(
      (await audited(rig.auditLog)).slice(before),
      '3scale',
    );
    const most = Math.max(...counts.values());
    logLine(`${counts.size} objects, each written ${most} time at the most`);
    expect(counts.size).toBe(4 * MANY);
    expect(most).toBe(1);

    const second = await took('a second pass', start);
    expect(countOf(second, 'Promoted')).toBe(SOME);
    expect(countOf(second, 'Pending')).toBe(MANY);
    expect(second.writes()).toEqual([]);
  });
});

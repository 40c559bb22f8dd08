import { setTimeout as sleep } from 'node:timers/promises';
import { generateWorld, type Simulator } from '@model-catalog/rhoai-simulator';
import {
  createRig,
  DOCUMENTED_ROLE,
  eventually,
  TOKEN,
} from './__testUtils__/bridge';
import { createPod } from './__testUtils__/sidecars';

jest.setTimeout(120_000);

const ORDERS = [
  ['rhoai-normalizer', 'storage-rest', 'location'],
  ['rhoai-normalizer', 'location', 'storage-rest'],
  ['storage-rest', 'rhoai-normalizer', 'location'],
  ['storage-rest', 'location', 'rhoai-normalizer'],
  ['location', 'rhoai-normalizer', 'storage-rest'],
  ['location', 'storage-rest', 'rhoai-normalizer'],
] as const;

/** Starts of each order. */
const ROUNDS = 9;

const namespaceOf = (order: number, round: number) => `rhdh-${order}-${round}`;

/** Milliseconds from 0 to 120, the same each time. */
const offset = (order: number, round: number, place: number) =>
  ((order * 7919 + round * 104_729 + place * 1_299_709) % 997) / 8;

describe('the three documented containers, with the documented environment and rights', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  let simulator: Simulator;

  beforeAll(async () => {
    rig = await createRig();
    const namespaces = ORDERS.flatMap((_, order) =>
      Array.from({ length: ROUNDS }, (__, round) => namespaceOf(order, round)),
    );
    simulator = await rig.cluster({
      proxied: true,
      users: [
        {
          token: TOKEN,
          user: 'connector',
          rules: DOCUMENTED_ROLE.map(rule =>
            rule.namespaces ? { ...rule, namespaces } : rule,
          ),
        },
      ],
    });
    generateWorld(simulator, { models: 2, versions: 1, cards: 1, deployed: 1 });
    const { send } = rig.adminOf(simulator);
    await Promise.all(
      namespaces.map(name =>
        send('POST', '/api/v1/namespaces', { metadata: { name } }),
      ),
    );
  });
  afterAll(() => rig.close());

  /** Starts a pod until all is well; gives what was warned of. */
  async function startOnce(order: number, round: number): Promise<string[]> {
    const pod = await createPod(simulator, namespaceOf(order, round));
    try {
      const roles = ORDERS[order] ?? [];
      for (const [place, role] of roles.entries()) {
        await pod.start(role);
        await sleep(offset(order, round, place));
      }
      await eventually(async () => {
        expect(await pod.records()).toHaveLength(3);
        const { status, body } = await pod.get('location', 'location', '/list');
        expect(status).toBe(200);
        // The document of a version names its server too.
        expect(JSON.parse(body).uris).toHaveLength(2);
        for (const role of roles) {
          const ready = await pod.get(role, 'metrics', '/readyz');
          expect([role, ready.status, JSON.parse(ready.body).status]).toEqual([
            role,
            200,
            'ok',
          ]);
        }
      });
      return pod.warnings();
    } finally {
      await pod.close();
    }
  }

  it.each(ORDERS.map((roles, order) => [roles.join(', '), order] as const))(
    `serve every model when started as %s, ${ROUNDS} times out of ${ROUNDS}, and warn of nothing`,
    async (_roles, order) => {
      for (let first = 0; first < ROUNDS; first += 3) {
        const starts = [0, 1, 2].map(next => startOnce(order, first + next));
        expect((await Promise.all(starts)).flat()).toEqual([]);
      }
    },
  );
});

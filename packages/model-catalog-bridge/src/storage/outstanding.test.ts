import { createMemoryStore, delay, type Store } from '@model-catalog/node';
import { createOutstanding } from './outstanding';

const NOTHING = {
  upsert: [],
  remove: [],
  blobs: new Map<string, string>(),
  completedSources: [],
};
const CLAIM = { holder: 'a', ttlMs: 10_000 };

/** A store whose next write ends when it is told to. */
function slowStore() {
  const memory = createMemoryStore();
  let goOn = () => {};
  const store: Store = {
    ...memory,
    apply: async (...call) => {
      await new Promise<void>(resolve => {
        goOn = resolve;
      });
      return memory.apply(...call);
    },
  };
  return { store, goOn: () => goOn() };
}

/** What happened until it was settled; `wait` lets no time pass unless told. */
function settling(
  { settled }: ReturnType<typeof createOutstanding>,
  events: string[],
) {
  return settled().then(() => events.push('settled'));
}

it('is settled at once where nothing is under way', async () => {
  const outstanding = createOutstanding(createMemoryStore(), delay);
  await expect(outstanding.settled()).resolves.toBeUndefined();
});

it('waits for a write, and then for the claim to be given back', async () => {
  const { store, goOn } = slowStore();
  const outstanding = createOutstanding(store, (_ms, signal) =>
    delay(60_000, signal),
  );
  const events: string[] = [];
  await outstanding.store.claim(CLAIM);
  const { revision } = await outstanding.store.read();
  const writing = outstanding.store
    .apply(NOTHING, revision)
    .then(() => events.push('written'));
  const done = settling(outstanding, events);
  goOn();
  await writing;
  await outstanding.store.release('somebody else');
  expect(events).toEqual(['written']);
  await outstanding.store.release('a');
  events.push('given back');
  await done;
  expect(events).toEqual(['written', 'given back', 'settled']);
});

it('waits for neither longer than a pod is given', async () => {
  const { store } = slowStore();
  const waits: number[] = [];
  const outstanding = createOutstanding(store, async ms => {
    waits.push(ms);
  });
  await outstanding.store.claim(CLAIM);
  void outstanding.store.apply(NOTHING, '');
  await outstanding.settled();
  expect(waits).toEqual([10_000, 700]);
});

it('does not wait for a claim that another has taken', async () => {
  const memory = createMemoryStore();
  const { store, settled } = createOutstanding(memory, (_ms, signal) =>
    delay(60_000, signal),
  );
  await store.claim(CLAIM);
  await memory.claim({ ...CLAIM, holder: 'b', replaces: 'a' });
  expect(await store.claim({ ...CLAIM, epoch: 1 })).toMatchObject({
    kind: 'taken',
  });
  await expect(settled()).resolves.toBeUndefined();
});

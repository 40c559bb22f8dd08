import { z } from 'zod/v4';
import { aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { LongText } from '../sources/longText';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';

jest.setTimeout(30_000);

const Document = z.object({ info: z.object({ title: z.string() }) });

const VERSIONS = ['1', '2', '3', '4'].map(versionId =>
  aVersion({
    versionId,
    versionName: `1.${versionId}`,
    modelDescription: 'as first read',
  }),
);
const LATER = VERSIONS.map(one => ({
  ...one,
  modelDescription: 'as read later',
}));
const KEYS = VERSIONS.map(
  ({ versionName }) => `version/public/granite-3.1-8b/${versionName}`,
);

/** A pipeline that rests after every step, until the test lets it go on. */
function createRig(onRest: (times: number) => void) {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  kserve.complete([]);
  registry.complete(VERSIONS);
  const backing = createMemoryBacking();
  const stop = new AbortController();
  const done = { runs: 0 };
  let rests = 0;
  const pipeline = new Pipeline(
    () => ({
      servers: [{ resource: 'inferenceservice', source: kserve }],
      registries: [{ name: 'public', source: registry }],
      catalogs: [],
    }),
    createMemoryStore({ backing }),
    {
      now: () => 0,
      delay: async () => {},
      rest: {
        isDue: () => true,
        take: async () => {
          rests += 1;
          onRest(rests);
          await new Promise(resolve => setImmediate(resolve));
        },
      },
      normalise: {
        cluster: 'local',
        defaultOwner: 'team',
        defaultLifecycle: 'development',
      },
      removals: DEFAULT_REMOVAL_POLICY,
      onRun: () => {
        done.runs += 1;
      },
    },
  );
  /** Lets it do so many runs. */
  const run = async (runs: number) => {
    const running = pipeline.run(stop.signal);
    while (done.runs < runs && !stop.signal.aborted) {
      await new Promise(resolve => setImmediate(resolve));
    }
    stop.abort();
    await running;
  };
  const descriptions = () =>
    KEYS.map(key => {
      const stored = backing.records.get(key)?.record;
      return stored?.kind === 'model' ? stored.model.description : undefined;
    });
  /** Of the definitions that are stored of the servers. */
  const titles = () =>
    [...backing.records.values()]
      .map(({ record }) => record)
      .filter(record => record.kind === 'server')
      .map(record => {
        const digest = record.definition?.digest ?? '';
        return Document.parse(JSON.parse(backing.blobs.get(digest) ?? '')).info
          .title;
      });
  const shown = { descriptions, titles };
  return { kserve, registry, backing, pipeline, stop, done, run, ...shown };
}

describe('a run that rests on the way', () => {
  it('stores what the sources said when it began, however they go on', async () => {
    const rig = createRig(times => {
      if (times === 2) {
        rig.registry.complete(LATER);
      }
    });

    await rig.run(1);

    expect(rig.descriptions()).toEqual(VERSIONS.map(() => 'as first read'));
  });

  it('is followed by one of what they say then', async () => {
    const rig = createRig(times => {
      if (times === 2) {
        rig.registry.complete(LATER);
        rig.pipeline.wake();
      }
    });

    await rig.run(2);

    expect(rig.descriptions()).toEqual(LATER.map(() => 'as read later'));
  });

  it('stores the state of each source that belongs to what it stores', async () => {
    const rig = createRig(times => {
      if (times === 2) {
        rig.registry.fail('gone meanwhile');
      }
    });

    await rig.run(1);

    const states = rig.backing.status?.sources.map(({ id, state }) => [
      id,
      state,
    ]);
    expect(states).toContainEqual(['model-registry/public', 'complete']);
  });

  it('begins again, in one go, when a text has left on the way', async () => {
    const [before, after] = ['before', 'after'].map(title =>
      LongText.of(
        JSON.stringify({ openapi: '3.0.0', info: { title }, paths: {} }),
      ),
    );
    const servers = ['a', 'b', 'c'].map(name => aServer({ name }));
    const naming = (text?: LongText) =>
      servers.map(one => ({ ...one, apiSpecDigest: text?.digest }));
    let atHand = before;
    const rig = createRig(times => {
      if (times === VERSIONS.length + 1) {
        atHand = after;
        rig.kserve.complete(naming(after));
      }
    });
    rig.kserve.text = digest =>
      digest === atHand?.digest ? atHand.text : undefined;
    rig.kserve.complete(naming(before));

    await rig.run(1);

    expect(rig.titles()).toEqual(['after', 'after', 'after']);
  });

  it('ends without a word when it is told to on the way', async () => {
    const rig = createRig(() => rig.stop.abort());

    await rig.run(1);

    expect(rig.done.runs).toBe(0);
    expect(rig.backing.records.size).toBe(0);
  });
});

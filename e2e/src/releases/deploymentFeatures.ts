import type { Feature } from './Feature';
import type { Known, ReleaseWorld } from './ReleaseWorld';

function serverOf({ servers }: Known, world: ReleaseWorld, name: string) {
  const wanted = `${world.namespace}-${name}`;
  const found = servers.find(record => record.name === wanted);
  if (!found) {
    const names = servers.map(record => record.name).join(', ');
    throw new Error(`No server is called ${wanted}; there are ${names}`);
  }
  return found;
}

const MODES = ['Standard', 'Knative', 'ModelMesh'] as const;

/** What comes from KServe. */
export const deploymentFeatures: readonly Feature[] = [
  ...MODES.map(
    (mode): Feature => ({
      id: `mode-${mode.toLowerCase()}`,
      title: `an InferenceService in mode ${mode}, with its URL`,
      seed: world => world.deploy({ name: `in-${mode.toLowerCase()}`, mode }),
      look: (known, { world }) => {
        const { state, server } = serverOf(
          known,
          world,
          `in-${mode.toLowerCase()}`,
        );
        const hasUrl = /^http/.test(server.API?.url ?? '');
        return {
          seen: { state, hasUrl },
          wanted: { state: 'ready', hasUrl: true },
        };
      },
    }),
  ),
  {
    id: 'scaled-to-zero',
    title: 'an InferenceService scaled to zero is shown as such',
    seed: world =>
      world.deploy({ name: 'idle', mode: 'Knative', state: 'scaled-to-zero' }),
    look: (known, { world }) => ({
      seen: serverOf(known, world, 'idle').state,
      wanted: 'scaled-to-zero',
    }),
  },
  {
    id: 'labels',
    title: 'a server is joined to its version by the labels',
    seed: world => {
      const { state } = world.simulator.registry;
      const { id } = state.createModel({ name: 'served' });
      state.createVersion({ name: '1', registeredModelId: id });
      world.deploy({ name: 'labelled', model: 'served', version: '1' });
    },
    look: (known, { world }) => {
      const model = known.models.find(({ title }) => title === 'served 1');
      return {
        seen: serverOf(known, world, 'labelled').models,
        wanted: [model?.key],
      };
    },
  },
  {
    id: 'llm',
    title: 'an LLMInferenceService, with its URL',
    lacking: { mlmd: 'the release has no such kind' },
    notes: {
      '0.3.1': 'v1alpha1',
      '0.3.8': 'v1alpha1',
      hub: 'v1alpha1 and v1alpha2',
    },
    seed: world => {
      if (world.simulator.release !== 'mlmd') {
        world.deploy({ name: 'llm', kind: 'LLMInferenceService' });
      }
    },
    look: ({ sources, servers }, { lacks }) => ({
      seen: {
        source: sources.get('kserve-llm'),
        states: servers
          .filter(({ name }) => name.endsWith('-llm'))
          .map(({ state }) => state),
      },
      wanted: lacks
        ? { source: 'unavailable', states: [] }
        : { source: 'complete', states: ['ready'] },
    }),
  },
];

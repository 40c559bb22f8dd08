import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import type { HttpClientOptions } from '../../../http/options';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../../objects';
import { watchSource } from '../../__testUtils__/watchSource';
import {
  createModelRegistrySource,
  type ModelRegistryOptions,
} from '../createModelRegistrySource';

/** A value of `customProperties`. */
export function text(value: string) {
  return { metadataType: 'MetadataStringValue' as const, string_value: value };
}

/** A simulated OpenShift AI, and what one registry source makes of it. */
export async function startRegistryWorld() {
  const dir = await mkdtemp(join(tmpdir(), 'registry-source-'));
  let skewMs = 0;
  const simulator = await startSimulator({
    dir,
    world: 'empty',
    now: () => new Date(Date.now() + skewMs),
  });
  const stops: (() => Promise<void>)[] = [];

  const watch = (
    options: Partial<ModelRegistryOptions> & {
      httpOptions?: HttpClientOptions;
      wasComplete?: boolean;
    } = {},
  ) => {
    const { httpOptions, wasComplete, ...rest } = options;
    const watched = watchSource({ http: httpOptions, wasComplete }, given =>
      createModelRegistrySource({
        ...given,
        baseUrl: simulator.registry.url,
        registry: 'dev',
        ...rest,
      }),
    );
    stops.push(watched.end);
    const objects = (): readonly RegistryObject[] =>
      watched.readable()?.objects ?? [];
    return {
      ...watched,
      versions: () =>
        objects().filter(
          (one): one is RegistryVersion => one.type === 'version',
        ),
      deployments: () =>
        objects().filter(
          (one): one is RegistryDeployment => one.type === 'deployment',
        ),
    };
  };

  return {
    simulator,
    registry: simulator.registry.state,
    faults: simulator.faults.registry,
    counter: simulator.counters.registry,
    watch,
    /** Moves the registry's clock, milliseconds. */
    setClock: (ms: number) => {
      skewMs = ms;
    },
    async endWatches() {
      await Promise.all(stops.splice(0).map(end => end()));
    },
    async stop() {
      await Promise.all(stops.splice(0).map(end => end()));
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof startRegistryWorld>>;

/** Requests by method and path, without the common base. */
export function requestsOf({ counter }: World): Record<string, number> {
  const patterns = Object.entries(counter.counts.patterns);
  return Object.fromEntries(
    patterns.map(([pattern, { requests }]) => [
      pattern.replace('GET /api/model_registry/v1alpha3/', ''),
      requests,
    ]),
  );
}

/** What one look for changes costs. */
export const ONE_CHECK = {
  registered_models: 1,
  model_versions: 1,
  inference_services: 1,
  serving_environments: 1,
  model_artifacts: 1,
};

/** `models` models of `versions` versions, each with one artifact. */
export function register(
  { registry }: World,
  models: number,
  versions: number,
) {
  const made: { modelId: string; versionIds: string[] }[] = [];
  for (let m = 1; m <= models; m += 1) {
    const model = registry.createModel({ name: `model-${m}` });
    const versionIds: string[] = [];
    for (let v = 1; v <= versions; v += 1) {
      const { id } = registry.createVersion({
        name: `${v}.0`,
        registeredModelId: model.id,
      });
      registry.upsertArtifact(
        {
          artifactType: 'model-artifact',
          name: `artifact-${m}-${v}`,
          uri: `s3://models/${m}/${v}`,
        },
        id,
      );
      versionIds.push(id);
    }
    made.push({ modelId: model.id, versionIds });
  }
  return made;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import { createHttpClient } from '../../../http/createHttpClient';
import { delay } from '../../../http/delay';
import type { HttpClientOptions } from '../../../http/options';
import type { RegistryDeployment, RegistryVersion } from '../../objects';
import {
  createModelRegistrySource,
  type ModelRegistryOptions,
} from '../createModelRegistrySource';

/** A value of `customProperties`. */
export function text(value: string) {
  return { metadataType: 'MetadataStringValue' as const, string_value: value };
}

/** Waits until `probe` gives something, without guessing how long that takes. */
export async function eventually<T>(
  probe: () => T | undefined | false,
): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = probe();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`Never happened: ${probe}`);
    }
    await delay(5);
  }
}

/** A simulated OpenShift AI, and what one registry source makes of it. */
export async function startRegistryWorld() {
  const dir = await mkdtemp(join(tmpdir(), 'registry-source-'));
  const simulator = await startSimulator({ dir, world: 'empty' });
  const stops: (() => Promise<void>)[] = [];

  const watch = (
    options: Partial<ModelRegistryOptions> & {
      httpOptions?: HttpClientOptions;
      wasComplete?: boolean;
    } = {},
  ) => {
    const { httpOptions, wasComplete, ...rest } = options;
    const http = createHttpClient({ retry: { retries: 0 }, ...httpOptions });
    const stop = new AbortController();
    let changes = 0;
    let looks = 0;
    const source = createModelRegistrySource({
      context: {
        now: Date.now,
        // Only the pause between two looks is longer than a second: it lasts
        // until somebody wakes the source, everything else passes at once.
        delay: (ms, signal) => {
          looks += ms > 1000 ? 1 : 0;
          return delay(ms > 1000 ? ms : 1, signal);
        },
        onChange: () => {
          changes += 1;
        },
        wasComplete,
      },
      http,
      baseUrl: simulator.registry.url,
      registry: 'dev',
      ...rest,
    });
    const running = source.run(stop.signal);
    const end = async () => {
      stop.abort();
      await running;
      await http.close();
    };
    stops.push(end);
    const readable = () => {
      const result = source.current();
      return result && 'objects' in result ? result : undefined;
    };
    return {
      source,
      end,
      /** Waits until the first look is over. */
      started: () => eventually(() => looks > 0),
      /** Looks once more, and waits until that is over. */
      async look() {
        const before = looks;
        source.wake();
        await eventually(() => looks > before);
      },
      changes: () => changes,
      readable,
      state: () => source.current()?.state,
      message: () => source.current()?.message ?? '',
      versions: () =>
        (readable()?.objects ?? []).filter(
          (one): one is RegistryVersion => one.type === 'version',
        ),
      deployments: () =>
        (readable()?.objects ?? []).filter(
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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildKubeApiServer } from './buildKubeApiServer';
import { KubernetesClient } from './KubernetesClient';
import {
  type RealKubernetes,
  startKubeApiServer,
  type StartOptions,
} from './startKubeApiServer';

/** As the start options; binary and folder come by themselves. */
export type TemporaryOptions = Omit<StartOptions, 'binary' | 'dir'>;

/** A server that takes its folder with it when it is disposed of. */
export interface TemporaryKubernetes extends RealKubernetes {
  /** Who may do everything; closed with it. */
  readonly admin: KubernetesClient;
  /** Stops it and removes its folder. */
  dispose(): Promise<void>;
}

/**
 * Builds the server when needed, and starts it in a new temporary folder.
 *
 * @throws Error also where the server is not available: ask
 *   `whyNoKubeApiServer` before
 */
export async function temporaryKubernetes(
  options: TemporaryOptions,
): Promise<TemporaryKubernetes> {
  const { log, env } = options;
  const built = await buildKubeApiServer({ log, env });
  if (built.kind === 'unavailable') throw new Error(built.reason);
  const dir = await mkdtemp(join(tmpdir(), 'real-kubernetes-'));
  const remove = async () => await rm(dir, { recursive: true, force: true });
  try {
    const server = await startKubeApiServer({
      ...options,
      binary: built.binary,
      dir,
    });
    const admin = new KubernetesClient(server);
    const dispose = async () => {
      await admin.close();
      await server.stop();
      await remove();
    };
    // Not a spread, which would freeze the getter of pid.
    return Object.assign(server, { admin, dispose });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Runs something on a temporary server, which is gone afterwards. */
export async function withRealKubernetes(
  options: TemporaryOptions,
  use: (kubernetes: TemporaryKubernetes) => Promise<void>,
): Promise<void> {
  const kubernetes = await temporaryKubernetes(options);
  try {
    await use(kubernetes);
  } finally {
    await kubernetes.dispose();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiServer,
  type ApiServerOptions,
  startApiServer,
} from '../kubernetes/apiServer';
import type { Simulator } from '../types';
import { toWorldServer, type WorldServerInput } from '../world/schema';
import { testClient, type TestClient } from './client';

/** An API server with the namespaces default, team and other, and its admin. */
export interface TestCluster {
  readonly server: ApiServer;
  readonly client: TestClient;
  stop(): Promise<void>;
}

/** A folder that is removed by the returned function. */
export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'rhoai-simulator-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

// Keys take a third of a second to make: one set for all servers of a test file.
const certificates = temporaryFolder();
afterAll(certificates.remove);

export async function testCluster(
  options: Partial<ApiServerOptions> = {},
): Promise<TestCluster> {
  const server = await startApiServer({
    port: 0,
    dir: certificates.dir,
    now: () => new Date('2026-01-02T03:04:05.678Z'),
    adminToken: 'admin-token',
    namespaces: ['default', 'team', 'other'],
    ...options,
  });
  const client = testClient(server);
  return {
    server,
    client,
    stop: async () => {
      await client.close();
      await server.stop();
    },
  };
}

/** Deploys the model server `granite` in the namespace `team`, and waits until what follows from it is there. */
export async function deployGranite(
  simulator: Simulator,
  server: Partial<WorldServerInput> = {},
): Promise<void> {
  simulator.cluster.deploy(
    toWorldServer({
      name: 'granite',
      namespace: 'team',
      storageUri: 'oci://registry.example.com/granite:1',
      ...server,
    }),
  );
  await simulator.settled();
}

/** An InferenceService as a user posts it. */
export function inferenceService(
  name: string,
  metadata: Record<string, unknown> = {},
) {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, ...metadata },
    spec: { predictor: { model: { modelFormat: { name: 'vLLM' } } } },
  };
}

/** Collection of InferenceServices of one namespace. */
export const isvcs = (namespace: string) =>
  `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;

export const ALL_ISVCS = '/apis/serving.kserve.io/v1beta1/inferenceservices';

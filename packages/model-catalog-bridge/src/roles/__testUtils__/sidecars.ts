import pino from 'pino';
import { freePort, type Simulator } from '@model-catalog/rhoai-simulator';
import { readConfig, type Role } from '../../config/config';
import { startLocation } from '../location';
import { startRhoaiNormalizer } from '../rhoaiNormalizer';
import type { RoleInput, Running } from '../role';
import { startStorageRest } from '../storageRest';
import { environmentOf } from './bridge';

type Sidecar = Exclude<Role, 'all'>;

const START: Record<Sidecar, (input: RoleInput) => Promise<Running>> = {
  'rhoai-normalizer': startRhoaiNormalizer,
  'storage-rest': startStorageRest,
  location: startLocation,
};

/** The documented environment of each container, word for word. */
const DOCUMENTED: Record<Sidecar, Record<string, string>> = {
  location: {},
  'storage-rest': {
    STORAGE_TYPE: 'ConfigMap',
    BRIDGE_URL: 'http://localhost:9090',
  },
  'rhoai-normalizer': {},
};

type LogLine = { level: string; msg: string; role: Sidecar; object?: string };

/** The three containers of one pod; only their ports are others than documented, as tests share a machine. */
export async function createPod(simulator: Simulator, namespace: string) {
  const storagePort = await freePort();
  const ports = {
    LOCATION_ADDRESS: '127.0.0.1:0',
    METRICS_ADDRESS: '127.0.0.1:0',
    STORAGE_ADDRESS: `127.0.0.1:${storagePort}`,
    STORAGE_URL: `http://localhost:${storagePort}`,
  };
  const log: LogLine[] = [];
  const running = new Map<Sidecar, { life: AbortController } & Running>();

  const start = async (
    role: Sidecar,
    settings: Record<string, string> = {},
  ): Promise<void> => {
    const environment = {
      ...environmentOf(simulator),
      NORMALIZER_FORMAT: 'JSONArrayFormat',
      POD_IP: '10.129.2.17',
      POD_NAMESPACE: namespace,
      namespace,
      ...DOCUMENTED[role],
      ...ports,
      ...settings,
    };
    const formatters = { level: (level: string) => ({ level }) };
    const life = new AbortController();
    const started = await START[role]({
      config: readConfig(environment, {}, { role }),
      environment,
      logger: pino(
        { base: { role }, formatters },
        { write: (line: string) => log.push(JSON.parse(line)) },
      ),
      signal: life.signal,
    });
    running.set(role, { life, ...started });
  };
  const stop = async (role: Sidecar) => {
    const one = running.get(role);
    running.delete(role);
    one?.life.abort();
    await one?.done;
  };
  const get = async (role: Sidecar, server: string, path: string) => {
    const port = running.get(role)?.ports[server];
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, body: await answer.text() };
  };
  return {
    log,
    start,
    stop,
    get,
    /** Keys of the records that the location service serves. */
    records: async (): Promise<string[]> => {
      const { body } = await get('location', 'location', '/api/v1/records');
      const { records = [] }: { records?: { key: string }[] } =
        JSON.parse(body);
      return records.map(({ key }) => key).sort();
    },
    /** Without those about single objects, which are the world's. */
    warnings: () =>
      log
        .filter(({ object }) => object === undefined)
        .filter(({ level }) => level !== 'info' && level !== 'debug')
        .map(({ role, msg }) => `${role}: ${msg}`),
    close: async () => {
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

import type {
  Address,
  Credential,
  ServiceConfig,
} from '@model-catalog/service';
import type { Settings } from './schema';

/** What a process of the bridge does. */
export type Role = 'all' | 'rhoai-normalizer' | 'storage-rest' | 'location';

/** What the bridge is told at its start; read once, never changed. */
export type Config = ServiceConfig &
  Readonly<{
    bridgeUrl: string;
    locationAddress: Address;
    /** What readers of the location service must show; always there when it is bound wider than loopback. */
    locationToken?: Credential;
    logLevel: Settings['LOG_LEVEL'];
    metricsAddress: Address;
    storage: Settings['STORAGE_TYPE'];
    /** Where storage-rest listens. */
    storageAddress: Address;
    /** What may write through storage-rest; else it is derived from the token that its neighbours share. */
    storageToken?: Credential;
    /** Where the other roles reach storage-rest. */
    storageUrl: string;
    warnings: readonly string[];
  }>;

import type { Backstage } from './startBackstage';
import type { Connector } from './Connector';
import type { StoreProbe } from './StoreProbe';

/** What there is to read, and what for, however the connector is deployed. */
export interface Given {
  /** As the sidecars' environment says it. */
  readonly env: Readonly<Record<string, string>>;
  /** What the plugins show to the location service. */
  readonly pluginToken: string;
}

/** What is tested: the connector, and the hub that shows what it knows. */
export interface System {
  readonly connector: Connector;
  readonly backstage: Backstage;
  /** Where the connector keeps what it knows, where that are no ConfigMaps. */
  readonly store?: StoreProbe;
}

/** One way to deploy the connector and its hub. */
export interface Variant {
  readonly name: 'all' | 'three' | 'separate' | 'none';
  /** What it plants itself, and what must never be seen. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether the hub goes on while the connector does not run. */
  readonly hubStays: boolean;
  start(given: Given): Promise<System>;
  /** A connector beside the first, not started. */
  another(given: Given): Promise<Connector>;
}

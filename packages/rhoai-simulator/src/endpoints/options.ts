import type { CatalogContent, CatalogState } from '../catalog';
import type { InstrumentedService } from '../faults/service';
import type { ProxyFlavour, Release } from '../release';
import type { AlphaApi, RegistryState } from '../registry';
import type { Announcement } from '../world/publish';
import type { WorldModelInput } from '../world/schema';

/** What a registry and a catalog have in common. */
interface EndpointOptions {
  /** Also the name of its Service. */
  readonly name: string;
  /** `rhoai-model-registries` unless given. */
  readonly namespace?: string;
  /** The simulator's unless given. */
  readonly release?: Release;
  /** 0, any free port, unless given. */
  readonly port?: number;
  /** `/<path>` before the API's own, as behind the gateway of RHOAI 3.5. */
  readonly pathPrefix?: string;
  /** What stands in front where the simulator is `proxied`; the release's unless given. */
  readonly proxy?: ProxyFlavour;
  /** Status of oauth-proxy's sign-in page, 403 unless given. */
  readonly signIn?: 200 | 302 | 403;
  /** Which objects tell of it where the simulator is `proxied`. */
  readonly announced?: Announcement;
  readonly displayName?: string;
}

/** A registry beside the world's own one. */
export interface RegistryOptions extends EndpointOptions {
  /** What became of v1alpha3; only sensible with release `hub`. */
  readonly alpha?: AlphaApi;
  /** What is registered in it. Ids begin at 1 in every registry. */
  readonly models?: readonly WorldModelInput[];
}

/** A catalog beside the world's own one. */
export interface CatalogOptions extends EndpointOptions {
  readonly content?: CatalogContent;
}

/** A running registry or catalog. */
export interface Endpoint<State> {
  readonly name: string;
  readonly namespace: string;
  readonly release: Release;
  /** With the path prefix, without a slash at the end. */
  readonly url: string;
  readonly state: State;
  /** Its faults and counters. */
  readonly service: InstrumentedService;
}

export type RegistryEndpoint = Endpoint<RegistryState>;
export type CatalogEndpoint = Endpoint<CatalogState>;

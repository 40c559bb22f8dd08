import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { deployedEntry, deployedEnv } from '../deployed';
import type { Backstage, HubSettings, StartBackstage } from '../startBackstage';
import type { Given, Variant } from '../Variant';
import { ForwardProxy } from './ForwardProxy';
import { Route } from './Route';
import { SeparateBridge } from './SeparateBridge';

const DEPLOYMENT = 'separate/base/deployment.yaml';
const APP_CONFIG = 'separate/app-config.extra.yaml';

/** What only this way to deploy has. */
export interface SeparateRig {
  readonly bridge: SeparateBridge;
  /** HTTPS_PROXY of the hubs, and of the pod of the connector. */
  readonly proxies: { readonly hub: ForwardProxy; readonly pod: ForwardProxy };
  /** One more hub that reads it. */
  anotherHub(): Promise<Backstage>;
}

/** One Deployment that several hubs read, with what is told about it. */
export interface Separate extends Variant {
  /** @throws Error before it was started */
  rig(): SeparateRig;
}

/** Where a rig keeps what it writes and starts. */
class Place {
  private readonly ends: (() => Promise<void>)[] = [];

  private constructor(readonly folder: string) {}

  static async make(): Promise<Place> {
    return new Place(await mkdtemp(join(tmpdir(), 'separate-')));
  }

  keep<T extends { stop(): Promise<void> }>(one: T): T {
    this.ends.push(() => one.stop());
    return one;
  }

  async file(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  async stop(): Promise<void> {
    await Promise.all(this.ends.map(end => end()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The pod, with the environment of the manifest, and its Route. */
async function podOf(
  { env, pluginToken }: Given,
  { place, proxy }: { place: Place; proxy: ForwardProxy },
): Promise<SeparateBridge> {
  const deployed = deployedEnv(DEPLOYMENT);
  const { NAMESPACE: namespace = '', ...cluster } = env;
  const locationPort = await freePort();
  const { hostname } = new URL(deployed.BRIDGE_URL ?? '');
  const route = place.keep(await Route.start(hostname, locationPort));
  const own = {
    locationPort,
    metricsPort: await freePort(),
    env: {
      ...cluster,
      ...deployed,
      POD_NAMESPACE: namespace,
      LOCATION_TOKEN_FILE: await place.file('token', `${pluginToken}\n`),
      HTTPS_PROXY: proxy.url,
    },
  };
  return new SeparateBridge(own, route, pluginToken);
}

/**
 * The connector by itself, as deploy/separate has it: behind TLS by an
 * authority that Node.js does not know, asked with a token, and through the
 * proxies of both sides.
 */
export function separate(startBackstage: StartBackstage): Separate {
  let rig: SeparateRig | undefined;
  let place: Place | undefined;
  const started = () => {
    if (!rig || !place) throw new Error('The variant was not started');
    return { rig, place };
  };
  return {
    name: 'separate',
    secrets: {},
    hubStays: true,
    rig: () => started().rig,
    start: async given => {
      const own = await Place.make();
      place = own;
      const pod = own.keep(await ForwardProxy.start());
      const bridge = await podOf(given, { place: own, proxy: pod });
      const { route } = bridge;
      const ports = new Map([[`${route.host}:443`, () => route.port]]);
      const hub = own.keep(await ForwardProxy.start(ports));
      const settings: HubSettings = {
        entry: {
          ...deployedEntry(APP_CONFIG),
          caFile: await own.file('ca.crt', route.ca),
        },
        environment: {
          HTTPS_PROXY: hub.url,
          MODEL_CATALOG_TOKEN: given.pluginToken,
        },
      };
      const anotherHub = () => startBackstage(settings);
      rig = { bridge, proxies: { hub, pod }, anotherHub };
      bridge.start();
      const first = await startBackstage(settings);
      const backstage: Backstage = {
        catalog: first.catalog,
        get lines() {
          return first.lines;
        },
        stop: async () => {
          await first.stop();
          await own.stop();
        },
      };
      return { connector: bridge, backstage };
    },
    another: async given => {
      const { place: own, rig: of } = started();
      return await podOf(given, { place: own, proxy: of.proxies.pod });
    },
  };
}

import type { InferenceServer } from '@model-catalog/node';
import { hostOf, type ServiceName } from './serviceOf';

/** How the Services of a server are called, the ones to prefer first. */
const SUFFIXES: Readonly<
  Record<InferenceServer['resource'], readonly string[]>
> = {
  inferenceservice: ['-predictor', '-predictor-default', '-transformer', ''],
  llminferenceservice: ['-kserve-workload-svc', ''],
};

type Addressed = { server: InferenceServer; path: string };

const pathOf = (url: string) => new URL(url).pathname.replace(/\/+$/, '');

const isBelow = (path: string, base: string) =>
  path === base || path.startsWith(`${base}/`);

/** Finds model servers by what leads to them. */
export class ServerIndex {
  private readonly byId = new Map<string, InferenceServer>();
  private readonly byHost = new Map<string, Addressed[]>();
  private readonly namespaces = new Set<string>();

  constructor(servers: readonly InferenceServer[]) {
    for (const server of servers) {
      this.byId.set(server.id, server);
      this.namespaces.add(server.namespace);
      for (const url of [server.externalUrl, server.internalUrl]) {
        const host = url === undefined ? undefined : hostOf(url);
        if (url !== undefined && host !== undefined) {
          const same = this.byHost.get(host) ?? [];
          same.push({ server, path: pathOf(url) });
          this.byHost.set(host, same);
        }
      }
    }
  }

  get(id: string): InferenceServer | undefined {
    return this.byId.get(id);
  }

  /** Whether there is any model server in a namespace. */
  isInhabited(namespace: string): boolean {
    return this.namespaces.has(namespace);
  }

  /** The server that has a Service of this name by KServe's rules. */
  byServiceName({ namespace, name }: ServiceName): InferenceServer | undefined {
    for (const resource of [
      'inferenceservice',
      'llminferenceservice',
    ] as const) {
      for (const suffix of SUFFIXES[resource]) {
        const own = name.endsWith(suffix)
          ? name.slice(0, name.length - suffix.length)
          : '';
        const found = this.byId.get(`${namespace}/${resource}/${own}`);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  /**
   * The server that has the address of a URL: its host, and the longest path
   * that the URL is below of; none where several would do.
   */
  byAddress(url: string): InferenceServer | undefined {
    const host = hostOf(url);
    const path = host === undefined ? '' : pathOf(url);
    const near = (this.byHost.get(host ?? '') ?? []).filter(one =>
      isBelow(path, one.path),
    );
    const longest = Math.max(0, ...near.map(one => one.path.length));
    const best = near.filter(one => one.path.length === longest);
    const ids = new Set(best.map(({ server }) => server.id));
    return ids.size === 1 ? best[0]?.server : undefined;
  }

  /** Servers that are called so: no proof of anything. */
  byName(name: string): InferenceServer[] {
    const wanted = name.toLowerCase();
    return [...this.byId.values()].filter(({ name: own, servedName }) =>
      [own, servedName].some(text => text?.toLowerCase() === wanted),
    );
  }
}

import { isDeepStrictEqual } from 'node:util';
import { instrument, type InstrumentedService } from '../faults/service';
import { PortError, type RunningServer } from '../http';
import { startModelServer } from './modelServer';
import type { ServedModel } from './profile';

/** What one model server has to be. */
export interface ModelServerNeed {
  readonly served: ServedModel;
  /** Only requests with a bearer token are answered. */
  readonly auth: boolean;
}

/** Where a model server is reached: from outside the cluster and from inside. */
export interface ModelServerUrls {
  readonly url: string;
  readonly internal: string;
}

interface Entry {
  readonly need: ModelServerNeed;
  readonly server: RunningServer;
}

const TRIES = 200;

/**
 * The running model servers, one port each. A server keeps its port, its
 * faults and its counters over stop and start.
 */
export class ModelServerPool {
  readonly #running = new Map<string, Entry>();
  readonly #ports = new Map<string, number>();
  readonly #services = new Map<string, InstrumentedService>();
  readonly #tokens: readonly string[];
  #next: number;

  /** `basePort` 0: any free ports. `tokens`: what protected servers let in. */
  constructor(basePort: number, tokens: readonly string[]) {
    this.#next = basePort;
    this.#tokens = tokens;
  }

  /** Faults and counters by `<namespace>/<name>`; also of servers that are not running. */
  get services(): ReadonlyMap<string, InstrumentedService> {
    return this.#services;
  }

  /** The URL of a running server. */
  urlOf(key: string): string | undefined {
    return this.#running.get(key)?.server.url;
  }

  /** Starts the server, or restarts it when it has to be another one. */
  async ensure(key: string, need: ModelServerNeed): Promise<ModelServerUrls> {
    const running = this.#running.get(key);
    if (running && isDeepStrictEqual(running.need, need)) {
      return urlsOf(running.server);
    }
    await this.stop(key);
    const service = this.#services.get(key) ?? instrument();
    this.#services.set(key, service);
    const server = await this.#start(this.#ports.get(key), need, service);
    this.#ports.set(key, server.port);
    this.#running.set(key, { need, server });
    return urlsOf(server);
  }

  async stop(key: string): Promise<void> {
    const entry = this.#running.get(key);
    this.#running.delete(key);
    await entry?.server.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map(key => this.stop(key)));
  }

  async #start(
    kept: number | undefined,
    need: ModelServerNeed,
    service: InstrumentedService,
  ): Promise<RunningServer> {
    const options = {
      served: need.served,
      middleware: service.middleware,
      ...(need.auth ? { tokens: this.#tokens } : {}),
    };
    if (kept !== undefined) {
      return startModelServer({ ...options, port: kept });
    }
    for (let tried = 0; ; tried += 1) {
      const port = this.#next;
      this.#next += port === 0 ? 0 : 1;
      try {
        return await startModelServer({ ...options, port });
      } catch (error) {
        // Any of the next ports will do: nobody was told this one.
        if (!(error instanceof PortError) || port === 0 || tried >= TRIES) {
          throw error;
        }
      }
    }
  }
}

function urlsOf(server: RunningServer): ModelServerUrls {
  return { url: server.url, internal: `http://localhost:${server.port}` };
}

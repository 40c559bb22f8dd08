import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listen, type Middleware, withMiddleware } from '../http';
import { TokenTable, type TokenUser } from './access';
import {
  type CustomKind,
  installDefinitions,
  type LlmVersion,
} from './definitions';
import { handleRequest } from './handler';
import { writeKubeconfig } from './kubeconfig';
import { ListSnapshots } from './lists';
import { ObjectStore } from './ObjectStore';
import { ensurePki, type Pki } from './pki';
import { typeOfKind } from './resources';
import { WatchHub, type WatchSettings } from './watch';
import { createObject, type Writer } from './writing/writes';

/** Settings of the simulated kube-apiserver. */
export interface ApiServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder for the certificates and the kubeconfig. */
  readonly dir: string;
  readonly now: () => Date;
  /** Token of the user who may do everything. */
  readonly adminToken: string;
  /** Further tokens, with their rights. */
  readonly users?: readonly TokenUser[];
  /** Whether requests without a token are taken, and refused with 403; else they are refused with 401. True unless given, as on real clusters. */
  readonly anonymous?: boolean;
  /** Custom kinds whose definitions are not installed. */
  readonly withoutKinds?: readonly CustomKind[];
  /** Whether ServingRuntimes and the kinds of 3scale's operator are served. */
  readonly threescale?: boolean;
  /** Served versions of LLMInferenceService; both unless given. */
  readonly llmVersions?: readonly LlmVersion[];
  readonly namespaces?: readonly string[];
  readonly watch?: Partial<WatchSettings>;
  /** Writes that are remembered for watches; older ones are compacted away. */
  readonly historyLimit?: number;
  readonly middleware?: readonly Middleware[];
}

/** A running API server with handles for tests. */
export interface ApiServer {
  readonly url: string;
  readonly port: number;
  readonly caPem: string;
  /** Server certificate and key, for further servers under the same CA. */
  readonly pki: Pki;
  readonly token: string;
  /** Path of the kubeconfig, which holds server, CA and token. */
  readonly kubeconfig: string;
  /** Writes without HTTP: for controllers and worlds. */
  readonly writer: Writer;
  readonly tokens: TokenTable;
  /** Number of open watches. */
  watchCount(): number;
  /** Breaks all watches: `destroy` cuts the connections, `end` ends the streams properly. */
  dropWatches(how?: 'end' | 'destroy'): void;
  /** Forgets history and continue tokens: older watches and pages get 410. */
  compact(): void;
  stop(): Promise<void>;
}

export const CONNECTOR_NAMESPACE = 'rhdh';

/** Starts the API server and writes its kubeconfig. Throws PortError when the port is taken. */
export async function startApiServer(
  options: ApiServerOptions,
): Promise<ApiServer> {
  mkdirSync(options.dir, { recursive: true });
  const pki = ensurePki(options.dir, new Date());
  const writer = preparedWriter(options);
  const tokens = new TokenTable(
    [{ token: options.adminToken, user: 'admin' }, ...(options.users ?? [])],
    options.anonymous ?? true,
  );
  const watches = new WatchHub(writer.store, {
    bookmarkIntervalMs: options.watch?.bookmarkIntervalMs ?? 10_000,
    goneAs: options.watch?.goneAs ?? 'event',
    delay: options.watch?.delay,
  });
  const snapshots = new ListSnapshots();
  const context = { writer, tokens, watches, snapshots };
  const server = await listen({
    service: 'kubernetes',
    port: options.port,
    tls: pki,
    handler: withMiddleware(options.middleware ?? [], (request, response) => {
      void handleRequest(context, request, response);
    }),
  });
  const kubeconfig = join(options.dir, 'kubeconfig');
  writeKubeconfig(kubeconfig, {
    server: server.url,
    caPem: pki.caPem,
    token: options.adminToken,
    namespace: CONNECTOR_NAMESPACE,
  });
  return {
    url: server.url,
    port: server.port,
    caPem: pki.caPem,
    pki,
    token: options.adminToken,
    kubeconfig,
    writer,
    tokens,
    watchCount: () => watches.size,
    dropWatches: (how = 'destroy') => watches.closeAll(how),
    compact: () => {
      writer.store.compact();
      snapshots.clear();
    },
    stop: async () => {
      watches.closeAll('destroy');
      await server.stop();
    },
  };
}

/** A store with the definitions and namespaces of a new cluster. */
function preparedWriter(options: ApiServerOptions): Writer {
  const writer: Writer = {
    store: new ObjectStore(options.historyLimit),
    now: options.now,
  };
  const { withoutKinds: except, llmVersions, threescale } = options;
  installDefinitions(writer, { except, llmVersions, threescale });
  for (const name of options.namespaces ?? ['default', CONNECTOR_NAMESPACE]) {
    createObject(
      writer,
      { type: typeOfKind('Namespace') },
      { metadata: { name } },
    );
  }
  return writer;
}

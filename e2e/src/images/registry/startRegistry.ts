import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import { buffer } from 'stream/consumers';
import type { AddressInfo } from 'net';
import { digestOf } from '../digest';
import { MANIFEST_TYPE, readManifest } from '../manifest';
import { Refused, Repository } from './Repository';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const PATH = /^\/v2\/(.+)\/(blobs|manifests|referrers)\/(uploads\/)?(.*)$/;

/** A request to a repository, taken apart. */
type Call = {
  repository: Repository;
  name: string;
  what: string;
  reference: string;
  url: URL;
  body: Buffer;
  method: string;
};

type Reply = {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer;
};

const NOT_FOUND: Reply = { status: 404 };

function content(bytes: Buffer | undefined, type: string): Reply {
  if (!bytes) return NOT_FOUND;
  const headers = {
    'content-type': type,
    'content-length': String(bytes.length),
    'docker-content-digest': digestOf(bytes),
  };
  return { status: 200, headers, body: bytes };
}

function upload(call: Call): Reply {
  const { repository, name, reference, url, body, method } = call;
  const id = method === 'POST' ? repository.startUpload() : reference;
  const size = repository.append(id, body);
  const location = `/v2/${name}/blobs/uploads/${id}`;
  const digest = url.searchParams.get('digest');
  if (digest !== null) {
    repository.finishUpload(id, digest);
    return { status: 201, headers: { 'docker-content-digest': digest } };
  }
  const range = `0-${Math.max(0, size - 1)}`;
  return { status: 202, headers: { location, range } };
}

function referrersOf(repository: Repository, digest: string): Reply {
  const manifests = repository.referrers(digest).map(bytes => ({
    mediaType: MANIFEST_TYPE,
    digest: digestOf(bytes),
    size: bytes.length,
    artifactType: readManifest(bytes).artifactType,
  }));
  const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests };
  return content(Buffer.from(JSON.stringify(index)), INDEX_TYPE);
}

/** The routes of the distribution specification that pushing and pulling take. */
function replyTo(call: Call): Reply {
  const { repository, what, reference, method, body } = call;
  if (what === 'uploads') return upload(call);
  if (what === 'referrers') return referrersOf(repository, reference);
  if (what === 'blobs') {
    return content(repository.blob(reference), 'application/octet-stream');
  }
  if (method !== 'PUT') {
    return content(repository.manifest(reference), MANIFEST_TYPE);
  }
  const digest = repository.putManifest(reference, body);
  return { status: 201, headers: { 'docker-content-digest': digest } };
}

/** A registry on loopback, without TLS and without users. */
export interface Registry {
  /** `127.0.0.1:PORT`, as image names begin. */
  readonly host: string;
  repository(name: string): Repository;
  /** What was asked for: `GET /v2/...`. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Starts an OCI registry in memory (distribution specification 1.1, without deletion). */
export async function startRegistry(): Promise<Registry> {
  const repositories = new Map<string, Repository>();
  const requests: string[] = [];
  const repository = (name: string) => {
    const found = repositories.get(name) ?? new Repository();
    repositories.set(name, found);
    return found;
  };
  async function answer(request: IncomingMessage): Promise<Reply> {
    const { method = 'GET', url: target = '/' } = request;
    requests.push(`${method} ${target}`);
    const url = new URL(target, 'http://registry');
    if (url.pathname === '/v2/') return { status: 200 };
    const [, name, what, uploads, reference] = PATH.exec(url.pathname) ?? [];
    if (name === undefined || reference === undefined) return NOT_FOUND;
    const body = await buffer(request);
    return replyTo({
      ...{ repository: repository(name), name, reference, url, body, method },
      what: uploads ? 'uploads' : String(what),
    });
  }
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { status, headers, body } = await answer(request).catch(error => ({
      status: error instanceof Refused ? 400 : 500,
      headers: {},
      body: Buffer.from(String(error)),
    }));
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  }
  const server = createServer((request, response) => {
    void serve(request, response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    repository,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}

import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { createServer } from 'http';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { type Unavailable, waitFor } from '../../realServers';
import { ServerProcess } from '../../realServers/ServerProcess';
import { POLICY, POLICY_MODULE } from './gateway';

const MODULES = '/usr/lib/nginx/modules';
const READY_MS = 30_000;

/** An nginx that knows Lua, or why there is none. */
export type FoundNginx =
  | { readonly kind: 'found'; readonly binary: string }
  | Unavailable;

/** Looks where Debian puts it. */
export function findNginx(): FoundNginx {
  const [binary] = ['nginx', '/usr/sbin/nginx'].filter(
    each => spawnSync(each, ['-v'], { timeout: 20_000 }).status === 0,
  );
  if (binary && existsSync(join(MODULES, 'ngx_http_lua_module.so'))) {
    return { kind: 'found', binary };
  }
  return {
    kind: 'unavailable',
    reason:
      'No nginx with Lua here (Debian: apt-get install nginx-light libnginx-mod-http-lua): the policy remove-bearer is run in Lua alone.',
  };
}

const config = (folder: string, port: number, upstream: number) => `
daemon off;
master_process off;
pid ${folder}/pid;
error_log ${folder}/log notice;
load_module ${MODULES}/ndk_http_module.so;
load_module ${MODULES}/ngx_http_lua_module.so;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(name => `${name}_temp_path ${folder}/${name};`)
    .join('\n  ')}
  lua_package_path '${POLICY}/?.lua;;';
  init_by_lua_block { ${POLICY_MODULE} require('init') }
  server {
    listen 127.0.0.1:${port};
    location / {
      rewrite_by_lua_block { require('init').new({}):rewrite({}) }
      proxy_pass http://127.0.0.1:${upstream};
    }
  }
}
`;

/** What came of a request: the gateway's status, and the headers Authorization that the model got. */
export interface Passed {
  readonly status: number;
  readonly authorization: readonly string[];
}

/** A gateway with nothing but the policy, before a model. */
export interface RunningNginx {
  /** Sends these header lines as they are, in latin1. */
  send(headers: readonly string[]): Promise<Passed>;
  dispose(): Promise<void>;
}

async function statusOf(port: number, head: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(head, 'latin1'),
    );
    socket.on('data', chunk => (said += chunk.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () =>
      resolve(Number(/^HTTP\/1\.\d (\d+)/.exec(said)?.[1])),
    );
  });
}

/** Starts both. @throws Error with nginx's log when it does not listen */
export async function startNginx(binary: string): Promise<RunningNginx> {
  let authorization: string[] = [];
  const model = createServer((request, response) => {
    const { rawHeaders } = request;
    authorization = rawHeaders.filter(
      (_, i) => i % 2 === 1 && /^authorization$/i.test(rawHeaders[i - 1] ?? ''),
    );
    response.end();
  });
  const modelPort = await freePort();
  await new Promise<void>(resolve => {
    model.listen(modelPort, '127.0.0.1', resolve);
  });
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, config(folder, port, modelPort));
  const server = ServerProcess.start({
    binary,
    args: ['-p', folder, '-e', join(folder, 'log'), '-c', file],
    cwd: folder,
    logFile: join(folder, 'output'),
  });
  const dispose = async () => {
    await server.stop(10_000);
    await new Promise<void>(done => {
      model.close(() => done());
      model.closeAllConnections();
    });
    await rm(folder, { recursive: true, force: true });
  };
  const head = (headers: readonly string[]) =>
    [
      'GET / HTTP/1.1',
      'Host: gateway',
      'Connection: close',
      ...headers,
      '',
      '',
    ].join('\r\n');
  const listens = async () => {
    if (server.running)
      return await statusOf(port, head([])).catch(() => undefined);
    const said = await readFile(join(folder, 'output'), 'utf8');
    throw new Error(`nginx ended with ${await server.ended}: ${said}`);
  };
  try {
    await waitFor(listens, { what: 'nginx listens', timeoutMs: READY_MS });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    send: async headers => {
      authorization = [];
      const status = await statusOf(port, head(headers));
      return { status, authorization };
    },
    dispose,
  };
}

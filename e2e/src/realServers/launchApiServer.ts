import { readFile } from 'fs/promises';
import { freePort } from '@model-catalog/rhoai-simulator';
import {
  apiServerArguments,
  type ApiServerOptions,
  serverFiles,
} from './apiServerArguments';
import { readSelfSignedCa } from './credentials';
import { KubernetesClient } from './KubernetesClient';
import { ServerProcess } from './ServerProcess';
import { waitFor } from './waitFor';

const PORT_ATTEMPTS = 5;
const READY_TIMEOUT_MS = 120_000;

class PortBusyError extends Error {}

/** A kube-apiserver that answered `/readyz` with 200. */
export interface RunningApiServer {
  readonly process: ServerProcess;
  readonly url: string;
  readonly caPem: string;
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-15).join('\n');
}

async function isReady(url: string, dir: string, token: string) {
  // The server makes its certificate before it listens.
  const caPem = await readSelfSignedCa(serverFiles(dir).certificates).catch(
    () => undefined,
  );
  if (caPem === undefined) return undefined;
  const client = new KubernetesClient({ url, caPem, token });
  try {
    const answer = await client.send({ path: '/readyz' });
    return answer.status === 200 ? caPem : undefined;
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}

/** What to launch; the token is one that may read `/readyz`. */
export interface LaunchOptions extends ApiServerOptions {
  readonly binary: string;
  readonly token: string;
}

/**
 * Starts the server and waits until it is ready.
 *
 * @throws Error with the end of its log when it ends or never gets ready
 */
export async function launch(
  options: LaunchOptions,
): Promise<RunningApiServer> {
  const { binary, dir, token, port } = options;
  const logFile = serverFiles(dir).log;
  const url = `https://127.0.0.1:${port}`;
  const process = ServerProcess.start({
    binary,
    args: apiServerArguments(options),
    cwd: dir,
    logFile,
  });
  try {
    const caPem = await waitFor(
      async () => {
        if (process.running) return await isReady(url, dir, token);
        const tail = await lastLines(logFile);
        const message = `kube-apiserver on port ${port} ended with ${await process.ended}; ${logFile} ends:\n${tail}`;
        throw tail.includes('address already in use')
          ? new PortBusyError(message)
          : new Error(message);
      },
      {
        what: `kube-apiserver ready at ${url} (see ${logFile})`,
        timeoutMs: READY_TIMEOUT_MS,
      },
    );
    return { process, url, caPem };
  } catch (error) {
    await process.stop(0);
    throw error;
  }
}

/** As `launch`, on a port that it picks, and on another when that was taken. */
export async function launchOnFreePort(
  options: Omit<LaunchOptions, 'port'>,
): Promise<{ running: RunningApiServer; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { running: await launch({ ...options, port }), port };
    } catch (error) {
      if (!(error instanceof PortBusyError) || attempt === PORT_ATTEMPTS) {
        throw error;
      }
    }
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '@model-catalog/rhoai-simulator';
import type { InstalledNode } from '../install/installNode';
import type { ConfigForm } from './configForms';
import { HostApi } from './HostApi';
import { hostConfig } from './hostConfig';
import { HostProcess } from './HostProcess';
import { configOf, DYNAMIC_PLUGINS_ROOT, type Plugin } from './layOut';

/** A host that is installed, and what it runs with. */
export interface InstalledHost {
  readonly dir: string;
  readonly node: InstalledNode;
  /** What is loaded into it. */
  readonly plugins: readonly Plugin[];
  /** For what this start leaves: its configuration, and what TechDocs builds. */
  readonly workDir: string;
  /** The PATH on which mkdocs is found, if it is anywhere. */
  readonly mkdocsPath?: string;
  /** Where its plugins are, below `dir`; dynamic-plugins-root unless given. */
  readonly pluginsRoot?: string;
  /** `backend.database`; SQLite in memory unless given. */
  readonly database?: object;
  /** Of its HTTP server; a free one unless given. */
  readonly port?: number;
  /** For Node.js, before the program. */
  readonly nodeOptions?: readonly string[];
  /** `debug` unless given. */
  readonly logLevel?: string;
  /** Given everything that it prints. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** A host that has answered. */
export interface RunningHost {
  readonly process: HostProcess;
  readonly api: HostApi;
  /** When the process was started, by `performance.now()`. */
  readonly began: number;
  /** From the start of the process to its readiness. */
  readonly readySeconds: number;
}

const READY_SECONDS = 90;

/** Starts a host with a configuration, and waits until it is ready. */
export async function startHost(
  host: InstalledHost,
  form: ConfigForm,
): Promise<RunningHost> {
  const { dir, node, workDir, mkdocsPath, database } = host;
  const { pluginsRoot = DYNAMIC_PLUGINS_ROOT, nodeOptions = [] } = host;
  const port = host.port ?? (await freePort());
  const own = join(workDir, form.name);
  const docsDir = join(own, 'docs');
  await mkdir(docsDir, { recursive: true });
  const config = join(own, 'app-config.json');
  const setting = { port, form, docsDir, database };
  await writeFile(config, JSON.stringify(hostConfig(setting), undefined, 2));
  const began = performance.now();
  const process_ = HostProcess.start({
    program: node.program,
    args: [
      ...nodeOptions,
      ...['--no-node-snapshot', 'index.js'],
      ...['--config', config],
      ...['--config', configOf(pluginsRoot)],
    ],
    cwd: dir,
    onOutput: host.onOutput,
    env: {
      PATH: [dirname(node.program), mkdocsPath ?? process.env.PATH].join(
        delimiter,
      ),
      HOME: process.env.HOME ?? own,
      NODE_ENV: 'production',
      LOG_LEVEL: host.logLevel ?? 'debug',
      ...form.environment,
    },
  });
  const api = new HostApi(`http://localhost:${port}`);
  try {
    await process_.until('readiness', () => api.isReady(), {
      seconds: READY_SECONDS,
      intervalMs: 50,
    });
  } catch (error) {
    await process_.stop();
    const { message } = Object(error);
    throw new Error(`${message}\n${endOf(process_.log)}`);
  }
  const readySeconds = (performance.now() - began) / 1000;
  return { process: process_, api, began, readySeconds };
}

const KEPT_LINES = 15;

/** The last lines of a log that say what went wrong. */
export const endOf = (log: string) =>
  log
    .trimEnd()
    .split('\n')
    .filter(line => !line.includes('"level":"debug"'))
    .slice(-KEPT_LINES)
    .join('\n');

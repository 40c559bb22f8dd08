import { type ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { writeFile } from 'fs/promises';
import { join, resolve } from 'path';
import { stripVTControlCharacters } from 'util';
import { freePort } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { within } from '../../acceptance/system/within';

const ROOT = resolve(__dirname, '../../../..');
const START_SECONDS = 60;

const tokenSchema = z.object({
  backstageIdentity: z.object({ token: z.string() }),
});

/** Where a host finds what it shows. */
export type HostSetup = {
  /** For this host alone: its configuration and the pages that it builds. */
  folder: string;
  /** Where the installer put the plugins. */
  plugins: string;
  /** `catalog.providers.modelCatalog`, as an administrator writes it. */
  modelCatalog: object;
};

function configOf({ folder, plugins, modelCatalog }: HostSetup, port: number) {
  const baseUrl = `http://localhost:${port}`;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      workingDirectory: folder,
    },
    auth: {
      environment: 'development',
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    techdocs: {
      builder: 'local',
      generator: { runIn: 'local' },
      publisher: { type: 'local', local: { publishDirectory: folder } },
    },
    dynamicPlugins: { rootDirectory: plugins },
    catalog: {
      rules: [{ allow: ['Component', 'API', 'Resource', 'Location'] }],
      providers: { modelCatalog },
    },
  };
}

/** A Backstage that has loaded what was installed. */
export class Host {
  private text = '';

  private constructor(
    private readonly url: string,
    private readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', chunk => {
        this.text += chunk;
      });
    }
  }

  /** Starts it and waits until it is ready; a failed start tells the end of the log. */
  static async start(setup: HostSetup): Promise<Host> {
    const port = await freePort();
    const config = join(setup.folder, 'app-config.json');
    await writeFile(config, JSON.stringify(configOf(setup, port)));
    const host = new Host(
      `http://localhost:${port}`,
      spawn(
        process.execPath,
        [resolve(__dirname, 'host.cjs'), '--config', config],
        {
          cwd: ROOT,
          env: {
            HOME: process.env.HOME,
            LOG_LEVEL: 'debug',
            NODE_ENV: 'production',
            // Plugins lie outside the host, as in Developer Hub's volume.
            NODE_PATH: join(ROOT, 'node_modules'),
            PATH: process.env.PATH,
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      ),
    );
    await within(START_SECONDS, async () => {
      const path = '/.backstage/health/v1/readiness';
      const { status } = await fetch(`${host.url}${path}`);
      if (status !== 200) throw new Error(`readiness is ${status}`);
    }).catch(async error => {
      await host.stop();
      throw new Error(`${error}\n${host.log.slice(-3000)}`);
    });
    return host;
  }

  /** Everything that it printed, without colours. */
  get log(): string {
    return stripVTControlCharacters(this.text);
  }

  /** Asks an API of it as a guest. */
  async get(path: string): Promise<Response> {
    const answer = await fetch(`${this.url}/api/auth/guest/refresh`);
    const { backstageIdentity } = tokenSchema.parse(await answer.json());
    const authorization = `Bearer ${backstageIdentity.token}`;
    return await fetch(`${this.url}${path}`, { headers: { authorization } });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}

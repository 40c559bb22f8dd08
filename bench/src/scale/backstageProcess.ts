import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';

const Mutation = z.object({
  kind: z.literal('mutation'),
  at: z.number(),
  type: z.enum(['full', 'delta']),
  added: z.number(),
  removed: z.number(),
  text: z.string().optional(),
});
const Report = z.discriminatedUnion('kind', [
  Mutation,
  z.object({ kind: z.literal('connected'), at: z.number() }),
]);
export type Mutation = z.infer<typeof Mutation>;

export type DatabaseAccess = {
  host: string;
  port: number;
  user: string;
  password: string;
};

export type BackstageSetup = {
  dir: string;
  /** The repository. */
  root: string;
  /** `ours`, `existing=<url>` or `bare=<file>`. */
  provider: string;
  /** Prefix of its databases. */
  name: string;
  database: DatabaseAccess;
  /** Where our provider finds the location service. */
  locationUrl: string;
  /** Leave a processor profile in the folder. */
  profile: boolean;
};

/** A Backstage backend in a process of its own, and what its provider applied. */
export type BackstageProcess = {
  url: string;
  connectedAt(): number | undefined;
  mutations: readonly Mutation[];
  /** How many entities the catalog's API counts, of the kinds that a provider here makes. */
  count(): Promise<number>;
  /** The entity as JSON text; empty while it is not there. */
  entity(kind: string, name: string): Promise<string>;
  stop(): Promise<void>;
};

/** How long the host may take for an answer. */
const ANSWER_MS = 30_000;
/** How long it may take to end. */
const END_MS = 10_000;

const Counted = z.object({ totalItems: z.number() });

function configOf({ database, name, locationUrl, provider }: BackstageSetup) {
  return (port: number) => ({
    app: { baseUrl: `http://127.0.0.1:${port}` },
    backend: {
      baseUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      auth: { dangerouslyDisableDefaultAuthPolicy: true },
      database: { client: 'pg', prefix: `${name}_`, connection: database },
    },
    catalog:
      provider === 'ours'
        ? {
            providers: {
              modelCatalog: { development: { baseUrl: locationUrl } },
            },
          }
        : {},
  });
}

function readerOf(url: string) {
  const kinds = ['component', 'resource', 'api'].map(
    kind => `filter=kind=${kind}`,
  );
  return {
    count: async () => {
      const answer = await fetch(
        `${url}/api/catalog/entities/by-query?limit=0&${kinds.join('&')}`,
        { signal: AbortSignal.timeout(ANSWER_MS) },
      );
      return Counted.parse(await answer.json()).totalItems;
    },
    entity: async (kind: string, name: string) => {
      const answer = await fetch(
        `${url}/api/catalog/entities/by-name/${kind}/default/${name}`,
        { signal: AbortSignal.timeout(ANSWER_MS) },
      );
      const text = await answer.text();
      return answer.ok ? text : '';
    },
  };
}

/** Starts it and waits until its catalog answers. Its log is `<name>.log` in the folder. */
export async function startBackstage(
  setup: BackstageSetup,
): Promise<BackstageProcess> {
  const { dir, root, name, provider } = setup;
  const port = await freePort();
  const config = join(dir, `${name}.yaml`);
  await writeFile(config, JSON.stringify(configOf(setup)(port)));
  const log = openSync(join(dir, `${name}.log`), 'w');
  const child = fork('src/scale/backstage/main.ts', ['--config', config], {
    cwd: join(root, 'bench'),
    execArgv: [
      '--no-node-snapshot',
      '--max-old-space-size=6000',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      ...(setup.profile ? ['--cpu-prof', '--cpu-prof-dir', dir] : []),
    ],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      SCALE_PROVIDER: provider,
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const mutations: Mutation[] = [];
  let connected: number | undefined;
  child.on('message', message => {
    const { success, data } = Report.safeParse(message);
    if (success && data.kind === 'mutation') {
      mutations.push(data);
    } else if (success) {
      connected ??= data.at;
    }
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    mutations,
    connectedAt: () => {
      if (child.exitCode !== null) {
        throw new Error(`Backstage ended; see ${name}.log`);
      }
      return connected;
    },
    ...readerOf(url),
    stop: async () => {
      // It ends by itself when nobody listens; what is stuck does not.
      if (child.connected) {
        child.disconnect();
      }
      const stuck = setTimeout(() => child.kill('SIGKILL'), END_MS);
      await exited;
      clearTimeout(stuck);
    },
  };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger, loadConfig, startAll } from '@model-catalog/bridge';
import {
  CatalogRecord,
  SNAPSHOT_PATH,
  Snapshot,
  type SourceStatus,
} from '@model-catalog/common';
import { stringify } from 'yaml';
import { z } from 'zod/v4';
import type { Scenario } from './schema';
import type { ScenarioWorld } from './world/ScenarioWorld';

/** What the location service says at one moment. */
export type Seen = {
  revision: string;
  records: readonly CatalogRecord[];
  sources: readonly SourceStatus[];
};

const Line = z.looseObject({
  level: z.string(),
  msg: z.string().optional(),
  object: z.string().optional(),
  field: z.string().optional(),
  reason: z.string().optional(),
});
export type LogLine = z.infer<typeof Line> & { text: string };

export type Settings = Pick<Scenario, 'environment' | 'config'>;

/** The whole bridge in this process, with the store in ConfigMaps; its clock is fast. */
export class ScenarioBridge {
  readonly log: LogLine[] = [];
  private stopping = new AbortController();
  private running: Awaited<ReturnType<typeof startAll>> | undefined;

  constructor(private readonly world: ScenarioWorld) {}

  get url(): string {
    return `http://127.0.0.1:${this.running?.ports.location}`;
  }

  async start(
    { environment: given, config: file }: Settings,
    configured: { registries: string; catalogs: string },
  ): Promise<void> {
    const environment: Record<string, string> = {
      KUBECONFIG: this.world.kubeconfig,
      NAMESPACE: 'rhdh',
      MR_ROUTE: configured.registries,
      CATALOG_URL: configured.catalogs,
      LOCATION_ADDRESS: '127.0.0.1:0',
      METRICS_ADDRESS: '127.0.0.1:0',
      ...this.resolved(given),
    };
    if (file !== undefined) {
      const path = join(this.world.folder, 'config.yaml');
      await writeFile(path, stringify(this.world.resolve(file)));
      environment.CONFIG_FILE = path;
    }
    this.stopping = new AbortController();
    const logger = createLogger('debug', {
      write: text => {
        this.log.push({ ...Line.parse(JSON.parse(text)), text });
      },
    });
    this.running = await startAll({
      config: await loadConfig(environment),
      environment,
      logger,
      signal: this.stopping.signal,
    });
  }

  private resolved(given: Settings['environment']): Record<string, string> {
    return z.record(z.string(), z.string()).parse(this.world.resolve(given));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.done;
    this.running = undefined;
  }

  async see(): Promise<Seen> {
    const answer = await fetch(`${this.url}${SNAPSHOT_PATH}`);
    if (!answer.ok) {
      throw new Error(
        `the location service answers ${answer.status}: ${await answer.text()}`,
      );
    }
    const { revision, records, sources } = Snapshot.parse(await answer.json());
    return {
      revision,
      records: z.array(CatalogRecord).parse(records),
      sources,
    };
  }

  /** The text behind the reference by which TechDocs finds a card. */
  async card(ref: string): Promise<string> {
    const query = /^url:.*(\/modelcard\?.*)$/.exec(ref)?.[1];
    if (query === undefined) {
      throw new Error(`${ref} is no card of the location service`);
    }
    const answer = await fetch(`${this.url}${query}`);
    return await answer.text();
  }
}

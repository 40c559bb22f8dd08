import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { KubernetesClient } from '../../realServers/KubernetesClient';
import {
  type CatalogBody,
  Manifest,
  type Scenario,
  type Step,
} from '../schema';
import { answerCatalog } from './catalogAnswers';
import { HttpService, type Reply } from './HttpService';
import { replacePlaceholders } from './placeholders';
import { RegistryRows } from './RegistryRows';
import { dialectOf } from './releases';
import { ScenarioCluster } from './ScenarioCluster';

const WRITER_TOKEN = 'scenario-writer';
/** Of the bridge. */
const BRIDGE_TOKEN = 'scenario-bridge';

/** Certificates take longest to make; those of the first world do for all. */
const pki = new Map<string, string>();
const PKI_FILES = ['ca.crt', 'server.crt', 'server.key'];

async function shareCertificates(dir: string): Promise<void> {
  for (const file of PKI_FILES) {
    const known = pki.get(file);
    if (known !== undefined) {
      await writeFile(join(dir, file), known, { mode: 0o600 });
    }
  }
}

async function keepCertificates(dir: string): Promise<void> {
  for (const file of PKI_FILES) {
    pki.set(file, await readFile(join(dir, file), 'utf8'));
  }
}

const REFUSED: Reply = {
  status: 401,
  type: 'text/plain',
  body: 'Unauthorized',
};

/** Everything around the bridge that a scenario describes. */
export class ScenarioWorld {
  readonly services = new Map<string, HttpService>();
  private readonly registries = new Map<string, RegistryRows>();
  private readonly catalogs = new Map<string, CatalogBody>();
  private readonly modelServers = new Map<string, Record<string, Reply>>();

  private readonly cluster: ScenarioCluster;

  private constructor(
    readonly simulator: Simulator,
    private readonly dir: string,
    private readonly client: KubernetesClient,
  ) {
    this.cluster = new ScenarioCluster(client);
  }

  static async start(scenario: Scenario): Promise<ScenarioWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'scenario-'));
    await shareCertificates(dir);
    let seconds = Date.parse('2026-11-01T10:00:00Z') / 1000;
    const simulator = await startSimulator({
      dir,
      controller: false,
      token: BRIDGE_TOKEN,
      users: [{ token: WRITER_TOKEN, user: 'scenario' }],
      withoutKinds: scenario.without,
      // One second after another, so that it is clear which object is older.
      now: () => {
        seconds += 1;
        return new Date(seconds * 1000);
      },
    });
    await keepCertificates(dir);
    const { url, caPem } = simulator.kubernetes;
    const client = new KubernetesClient({ url, caPem, token: WRITER_TOKEN });
    const world = new ScenarioWorld(simulator, dir, client);
    await world.fill(scenario);
    return world;
  }

  get kubeconfig(): string {
    return this.simulator.kubernetes.kubeconfig;
  }

  /** A folder that ends with the world. */
  get folder(): string {
    return this.dir;
  }

  /** The service of a name, which a scenario may be wrong about. */
  service(name: string): HttpService {
    const found = this.services.get(name);
    if (!found) {
      throw new Error(
        `There is no ${name}; there are ${[...this.services.keys()].join(
          ', ',
        )}`,
      );
    }
    return found;
  }

  readonly resolve = (value: unknown): unknown =>
    replacePlaceholders(value, (kind, name) => {
      if (kind === 'uid') {
        return this.cluster.uid(name);
      }
      return this.service(name)[kind];
    });

  /** What happens in a step, but for the bridge itself. */
  async change(step: Step): Promise<void> {
    for (const kind of step.install ?? []) {
      await this.cluster.install(kind);
    }
    await this.apply(step.apply ?? []);
    for (const object of step.delete ?? []) {
      await this.cluster.delete(object);
    }
    this.changeServices(step);
    this.breakThings(step);
    this.restrict(step.rights);
  }

  private changeServices(step: Step): void {
    for (const [name, change] of Object.entries(step.registries ?? {})) {
      const rows = this.registries.get(name);
      if (!rows) {
        throw new Error(`There is no registry ${name}`);
      }
      rows.change(change);
    }
    for (const [name, body] of Object.entries(step.catalogs ?? {})) {
      this.catalogs.set(name, body);
    }
    for (const [name, body] of Object.entries(step.modelServers ?? {})) {
      this.modelServers.set(name, repliesOf(body));
    }
  }

  async stop(): Promise<void> {
    await this.client.close();
    await Promise.all([
      this.simulator.stop(),
      ...[...this.services.values()].map(service => service.stop()),
    ]);
    await rm(this.dir, { recursive: true, force: true });
  }

  private breakThings({ fail = {}, heal = [] }: Step): void {
    for (const [name, failure] of Object.entries(fail)) {
      if (name !== 'kubernetes') {
        this.service(name).failure = failure;
      } else if ('status' in failure) {
        this.simulator.faults.kubernetes.set({
          mode: 'status',
          code: failure.status,
          path: failure.path,
        });
      } else {
        this.simulator.faults.kubernetes.set(failure);
      }
    }
    for (const name of heal) {
      if (name === 'kubernetes') {
        this.simulator.faults.kubernetes.heal();
      } else {
        this.service(name).failure = undefined;
      }
    }
  }

  private restrict(rules: Step['rights']): void {
    if (rules) {
      this.simulator.kubernetes.tokens.set({
        token: BRIDGE_TOKEN,
        user: 'system:serviceaccount:rhdh:bridge',
        rules,
      });
      this.simulator.dropWatches();
    }
  }

  private async fill({ given, release, rights }: Scenario): Promise<void> {
    this.restrict(rights);
    for (const [name, body] of Object.entries(given.registries ?? {})) {
      const dialect = dialectOf(body.release ?? release);
      const rows = new RegistryRows(body, dialect, this.resolve);
      this.registries.set(name, rows);
      await this.serve(name, target => rows.answer(target), body.proxied);
    }
    for (const [name, body] of Object.entries(given.catalogs ?? {})) {
      const dialect = dialectOf(body.release ?? release);
      this.catalogs.set(name, body);
      const answer = (target: URL) =>
        answerCatalog(this.catalogs.get(name) ?? body, dialect, target);
      await this.serve(name, answer, body.proxied);
    }
    for (const [name, body] of Object.entries(given.modelServers ?? {})) {
      this.modelServers.set(name, repliesOf(body));
      await this.serve(
        name,
        ({ pathname }) =>
          this.modelServers.get(name)?.[pathname] ?? { status: 404, body: {} },
      );
    }
    await this.apply(given.cluster ?? []);
  }

  private async apply(objects: readonly Manifest[]): Promise<void> {
    for (const object of objects) {
      await this.cluster.apply(Manifest.parse(this.resolve(object)));
    }
  }

  private async serve(
    name: string,
    answer: (target: URL) => Reply,
    proxied = false,
  ): Promise<void> {
    const service = new HttpService({
      tls: proxied ? this.simulator.kubernetes.pki : undefined,
      answer: (target, { headers }) =>
        proxied && headers.authorization !== `Bearer ${BRIDGE_TOKEN}`
          ? REFUSED
          : answer(target),
    });
    this.services.set(name, await service.start());
  }
}

function repliesOf(
  body: Record<string, { status?: number; type?: string; body?: unknown }>,
): Record<string, Reply> {
  return Object.fromEntries(
    Object.entries(body).map(([path, { status = 200, ...rest }]) => [
      path,
      { status, ...rest },
    ]),
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type FaultProxy,
  type Simulator,
  startFaultProxy,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { CatalogOnDatabase } from '../catalog/CatalogOnDatabase';
import { openMemory } from '../catalog/openMemory';
import { clusterTime, delay } from '../clock';
import type { Breakable } from '../Breakable';
import type { Shown } from '../model/fields';
import type { Script } from '../script/script';
import { FaultWorld } from '../world/FaultWorld';
import { inConfigMaps, inPostgres, type OpenFresh } from './checkStore';
import { countRequests } from './inFlight';
import { askOracle } from './oracle';
import { LeakWatch } from './LeakWatch';
import { planted } from './planted';
import { Pod, type Topology } from './Pod';
import { ProviderProcess } from './ProviderProcess';
import { Recorder } from './Recorder';
import { type StoreDatabase, startStoreDatabase } from './storeDatabase';

/** Where the world of the suite lies, from the sources as well as from a bundle. */
const WORLD_FOLDER = process.env.FAULTS_WORLD ?? resolve('e2e/faults/world');

/** OpenShift AI, the bridge, Backstage's provider, and what breaks them, in one process. */
export class Rig implements Breakable {
  readonly leaks = new LeakWatch();
  readonly recorder: Recorder;
  readonly pods: Pod[] = [];
  readonly world: FaultWorld;
  private started: ProviderProcess | undefined;
  private readonly readerToken: string;
  private oracles = 0;

  private constructor(
    readonly simulator: Simulator,
    readonly location: FaultProxy,
    private readonly own: {
      dir: string;
      topology: Topology;
      database?: StoreDatabase;
      catalog: CatalogOnDatabase;
    },
  ) {
    this.recorder = new Recorder(own.catalog);
    this.world = new FaultWorld(simulator.control.url);
    this.readerToken = this.leaks.plant('token of the provider', planted());
  }

  static async start({
    topology,
    store,
  }: Pick<Script, 'topology' | 'store'>): Promise<Rig> {
    countRequests();
    const database =
      store === 'PostgreSQL' ? await startStoreDatabase() : undefined;
    const dir = await mkdtemp(join(tmpdir(), 'faults-'));
    const simulator = await startSimulator({
      dir,
      world: WORLD_FOLDER,
      proxied: true,
      token: 'simulator-admin',
      now: clusterTime,
      // Or no watch would ever end, and no list be read again after it.
      watch: { delay },
    });
    await simulator.settled();
    const location = await startFaultProxy();
    const catalog = await CatalogOnDatabase.open(openMemory, 'walk');
    const rig = new Rig(simulator, location, {
      ...{ dir, topology, database, catalog },
    });
    await rig.world.look();
    const pod = await rig.addPod();
    await pod.start();
    rig.started = rig.newProvider(location.url, rig.recorder);
    await rig.provider.start();
    return rig;
  }

  get provider(): ProviderProcess {
    if (!this.started) {
      throw new Error('Backstage was not started');
    }
    return this.started;
  }

  /** The first pod: the one that Backstage reads. */
  get pod(): Pod {
    const [first] = this.pods;
    if (!first) {
      throw new Error('There is no pod');
    }
    return first;
  }

  /** One more on the same store; not started. */
  async addPod(): Promise<Pod> {
    const isFirst = this.pods.length === 0;
    const pod = await Pod.create({
      ...this.podOptions(`pod-${this.pods.length}`),
      topology: this.own.topology,
      storage: this.own.database?.access ?? 'ConfigMap',
      // Backstage reads the first one.
      onMoved: isFirst
        ? url => {
            this.location.target = url;
          }
        : undefined,
    });
    this.pods.push(pod);
    return pod;
  }

  /** What a connector shows that knows nothing of the past. */
  oracle(): Promise<Shown> {
    this.oracles += 1;
    return askOracle(this.podOptions(`fresh-${this.oracles}`));
  }

  /** Opens its store as a process does that starts now. */
  get openStore(): OpenFresh {
    const { database } = this.own;
    return database
      ? inPostgres(database.access)
      : inConfigMaps(this.simulator);
  }

  readonly sql = async (text: string) =>
    (await this.own.database?.sql(text)) ?? [];

  storages(): readonly FaultProxy[] {
    return this.pods.flatMap(({ processes }) =>
      processes.map(({ storage }) => storage),
    );
  }

  rotate() {
    return this.pod.rotate();
  }

  async stop(): Promise<void> {
    await this.started?.stop();
    await this.own.catalog.close();
    await Promise.all(this.pods.map(pod => pod.dispose()));
    await this.own.database?.stop();
    await this.location.stop();
    await this.simulator.stop();
    await rm(this.own.dir, { recursive: true, force: true });
  }

  private podOptions(name: string) {
    const { simulator, leaks, readerToken } = this;
    return { name, simulator, leaks, readerToken, dir: this.own.dir };
  }

  private newProvider(url: string, recorder: Recorder): ProviderProcess {
    const { leaks, readerToken: token } = this;
    recorder.baseUrl = url;
    const database = () => this.own.catalog.database;
    return new ProviderProcess({ url, token, recorder, leaks, database });
  }
}

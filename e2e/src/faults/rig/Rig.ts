import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type FaultProxy,
  type Simulator,
  startFaultProxy,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { clusterTime, pass } from '../clock';
import type { Shown } from '../model/fields';
import { FaultWorld } from '../world/FaultWorld';
import { countRequests } from './inFlight';
import { LeakWatch } from './LeakWatch';
import { planted } from './planted';
import { Pod, type Topology } from './Pod';
import { ProviderProcess } from './ProviderProcess';
import { Recorder } from './Recorder';

/** Where the world of the suite lies, from the sources as well as from a bundle. */
const WORLD_FOLDER = process.env.FAULTS_WORLD ?? resolve('e2e/faults/world');

/** A catalog is read twice, a minute apart, before its first answer is believed. */
const FIRST_READING_MS = 70_000;
const PATIENCE_MS = 240_000;

/** OpenShift AI, the bridge, Backstage's provider, and what breaks them, in one process. */
export class Rig {
  readonly leaks = new LeakWatch();
  readonly recorder = new Recorder();
  readonly pods: Pod[] = [];
  readonly world: FaultWorld;
  private started: ProviderProcess | undefined;
  private readonly readerToken: string;
  private oracles = 0;

  private constructor(
    readonly simulator: Simulator,
    readonly location: FaultProxy,
    private readonly own: { dir: string; topology: Topology },
  ) {
    this.world = new FaultWorld(simulator.control.url);
    this.readerToken = this.leaks.plant('token of the provider', planted());
  }

  static async start(topology: Topology): Promise<Rig> {
    countRequests();
    const dir = await mkdtemp(join(tmpdir(), 'faults-'));
    const simulator = await startSimulator({
      dir,
      world: WORLD_FOLDER,
      proxied: true,
      token: 'simulator-admin',
      now: clusterTime,
    });
    await simulator.settled();
    const location = await startFaultProxy();
    const rig = new Rig(simulator, location, { dir, topology });
    await rig.world.look();
    const pod = await rig.addPod();
    await pod.start();
    location.target = pod.url;
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
    const pod = await Pod.create({
      ...this.podOptions(`pod-${this.pods.length}`),
      topology: this.own.topology,
      storage: 'ConfigMap',
    });
    this.pods.push(pod);
    return pod;
  }

  /** What a connector shows that knows nothing of the past. */
  async oracle(): Promise<Shown> {
    this.oracles += 1;
    const pod = await Pod.create({
      ...this.podOptions(`fresh-${this.oracles}`),
      topology: 'all',
      storage: 'Memory',
    });
    const recorder = new Recorder();
    const provider = this.newProvider(pod.url, recorder);
    await pod.start();
    await provider.start();
    await pass(FIRST_READING_MS);
    let troubles = await pod.troubles();
    let waited = 0;
    while (troubles.length > 0 && waited < PATIENCE_MS) {
      waited += await pass(5_000);
      troubles = await pod.troubles();
    }
    await pass(3_000);
    await provider.dispose();
    await pod.dispose();
    if (troubles.length > 0) {
      throw new Error(
        `A fresh connector does not become healthy: ${troubles.join('; ')}`,
      );
    }
    return new Map(recorder.shown);
  }

  async stop(): Promise<void> {
    await this.started?.dispose();
    await Promise.all(this.pods.map(pod => pod.dispose()));
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
    return new ProviderProcess({ url, token, recorder, leaks });
  }
}

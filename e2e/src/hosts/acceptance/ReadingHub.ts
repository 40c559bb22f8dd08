import { SNAPSHOT_PATH, Snapshot } from '@model-catalog/common';
import { type Answer, answerOf } from '../../acceptance/system/answerOf';
import {
  Connector,
  type Ended,
  type Readiness,
} from '../../acceptance/system/Connector';
import { LogLines } from '../../acceptance/system/LogLines';
import type { ConfigForm } from '../host/configForms';
import {
  type InstalledHost,
  type RunningHost,
  startHost,
} from '../host/startHost';

/** How a hub is started that reads OpenShift AI itself; the same each time. */
export interface ReadingHubSetup {
  readonly host: InstalledHost & { readonly port: number };
  readonly form: ConfigForm;
  /** The id of the entry with `rhoai`. */
  readonly entry: string;
  /** Shown to the routes that only other plugins may ask. */
  readonly token: string;
}

/** Probes of the sidecars, and where a hub has the same. */
const PROBES: Readonly<Record<string, string>> = {
  '/healthz': '/.backstage/health/v1/liveness',
};

/** A hub that needs no sidecar: it ends, and starts again, with its catalog. */
export class ReadingHub extends Connector {
  readonly log = new LogLines();
  private running: RunningHost | undefined;

  constructor(private readonly setup: ReadingHubSetup) {
    super();
  }

  /** As the hub's own plugins find it. */
  get hubUrl(): string {
    return `http://127.0.0.1:${this.setup.host.port}`;
  }

  get url(): string {
    return this.urlOf();
  }

  private urlOf(entry = this.setup.entry): string {
    return `${this.hubUrl}/api/model-catalog/${entry}`;
  }

  async start(): Promise<void> {
    const { host, form } = this.setup;
    const onOutput = this.log.adder();
    this.running = await startHost({ ...host, onOutput }, form);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const started = Date.now();
    const how = await this.running?.process.end(signal);
    this.running = undefined;
    return {
      code: typeof how === 'number' ? how : undefined,
      ms: Date.now() - started,
    };
  }

  /** A guest's token, by which people ask the catalog. */
  async signIn(): Promise<string> {
    if (!this.running) throw new Error('The hub does not run');
    return await this.running.api.signIn();
  }

  override async get(path: string, entry?: string): Promise<Answer> {
    const { token } = this.setup;
    return await answerOf(`${this.urlOf(entry)}${path}`, {
      authorization: `Bearer ${token}`,
    });
  }

  /** It has no probes of its own but the hub's; what it tells of itself stands beside the records. */
  async probe(path: string): Promise<Answer[]> {
    const probe = PROBES[path];
    return [
      probe
        ? await answerOf(`${this.hubUrl}${probe}`)
        : await this.get(SNAPSHOT_PATH),
    ];
  }

  override async readiness(entry?: string): Promise<Readiness> {
    const { status: code, text } = await this.get(SNAPSHOT_PATH, entry);
    if (code !== 200) return { code, status: 'starting', reasons: [text] };
    const { sources } = Snapshot.parse(JSON.parse(text));
    const reasons = sources
      .filter(({ state }) => state === 'failed' || state === 'partial')
      .map(
        ({ id, state, since, message }) =>
          `${id}: ${state} since ${since}: ${message}`,
      );
    return { code, status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
  }
}

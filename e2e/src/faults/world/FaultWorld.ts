import { formatKey, type ServingResource } from '@model-catalog/common';
import {
  type CommandAnswer,
  CommandError,
  sendCommand,
} from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import type { Touched } from '../model/Witness';
import type { Change } from '../script/script';

/** A version in the registry, by the names that people gave it. */
interface Version {
  readonly model: string;
  readonly version: string;
}

export const REGISTRY = 'model-registry';

const MODEL_ID = 'modelregistry.opendatahub.io/registered-model-id';
const DESCRIPTION = 'openshift.io/description';

const Deployments = z.array(
  z.object({
    kind: z.string(),
    metadata: z.object({
      name: z.string(),
      namespace: z.string(),
      labels: z.record(z.string(), z.string()).default({}),
    }),
  }),
);

interface Server {
  readonly namespace: string;
  readonly resource: ServingResource;
  of?: Version;
}

const versionKey = ({ model, version }: Version) =>
  formatKey({ kind: 'version', registry: REGISTRY, model, version });

const isSameVersion = (a: Version, b: Version | undefined) =>
  b?.model === a.model && b.version === a.version;

/**
 * The OpenShift AI of a walk through its control API, which works whatever is
 * broken. Every change is noted with the keys of all records that it may change.
 */
export class FaultWorld {
  private readonly servers = new Map<string, Server>();
  private changed = new Set<string>();
  private removed = new Set<string>();
  private switched = new Set<string>();
  private bared = new Set<string>();

  constructor(private readonly control: string) {}

  /** Learns what is deployed; of the shipped world, a server of a model serves its first version. */
  async look(): Promise<void> {
    for (const kind of ['InferenceService', 'LLMInferenceService']) {
      const { items } = await this.send('objects', { kind });
      for (const { metadata } of Deployments.parse(items)) {
        const { name, namespace, labels } = metadata;
        const of = labels[MODEL_ID]
          ? { model: `model-${Number(name.slice(-2))}`, version: '1.0' }
          : undefined;
        this.servers.set(name, {
          namespace,
          resource: resourceOf(kind),
          of: this.servers.get(name)?.of ?? of,
        });
      }
    }
  }

  /** What was done since the last call. */
  takeTouched(): Touched {
    const { changed, removed, switched, bared } = this;
    this.changed = new Set();
    this.switched = new Set();
    this.removed = new Set();
    this.bared = new Set();
    return { changed, removed, switched, bared };
  }

  /** A command of the control API. */
  async send(command: string, input: object): Promise<CommandAnswer> {
    return await sendCommand(this.control, command, { ...input });
  }

  /** Makes a change; one that is not possible (any more) is passed over, so that any step of a walk can be left out. */
  async make(change: Change): Promise<void> {
    // Before and after: a deployment that goes takes its link along.
    this.note(change);
    try {
      await this.send(...commandOf(change));
    } catch (error) {
      if (!(error instanceof CommandError)) {
        throw error;
      }
      return;
    }
    if (change.what === 'deploy') {
      await this.look();
      const server = this.servers.get(change.server);
      if (server) {
        server.of = change.of;
      }
    }
    this.note(change);
  }

  private note(change: Change): void {
    if ('server' in change) {
      this.noteServer(change.server, change.what);
    } else if ('version' in change) {
      this.noteVersion(change, change.what === 'archive');
    } else {
      for (const version of ['1.0', '2.0', '3.0', '4.0']) {
        this.noteVersion({ model: change.model, version }, false);
      }
    }
  }

  private noteServer(name: string, what: Change['what']): void {
    const server = this.servers.get(name);
    if (!server) {
      return;
    }
    for (const key of keysOf(name, server)) {
      this.changed.add(key);
      if (what === 'delete') {
        this.removed.add(key);
      } else if (what === 'stop' || what === 'start') {
        this.switched.add(key);
      }
    }
    if (server.of) {
      this.changed.add(versionKey(server.of));
    }
  }

  /** What a server without a version shows as its model goes when the version is there, by decision. */
  private noteVersion(version: Version, isRemoved: boolean): void {
    this.changed.add(versionKey(version));
    if (isRemoved) {
      this.removed.add(versionKey(version));
    }
    for (const [name, server] of this.servers) {
      if (isSameVersion(version, server.of)) {
        const [own = '', served = ''] = keysOf(name, server);
        this.changed.add(own).add(served);
        this.removed.add(served);
        if (isRemoved) {
          this.bared.add(own);
        }
      }
    }
  }
}

function resourceOf(kind: string): ServingResource {
  return kind === 'InferenceService'
    ? 'inferenceservice'
    : 'llminferenceservice';
}

function keysOf(name: string, { namespace, resource }: Server): string[] {
  return (['server', 'served'] as const).map(kind =>
    formatKey({ kind, cluster: 'local', namespace, resource, name }),
  );
}

function commandOf(change: Change): [string, object] {
  switch (change.what) {
    case 'deploy':
      return ['deploy', { name: change.server, ...change.of }];
    case 'delete':
    case 'stop':
    case 'start':
      return [change.what, { name: change.server }];
    case 'describe-server':
      return [
        'annotate',
        {
          name: change.server,
          annotations: { [DESCRIPTION]: change.text },
        },
      ];
    case 'describe-version':
      return ['describe', change];
    case 'restore':
      return ['unarchive', change];
    case 'card':
      return [
        'set-card',
        { model: change.model, text: `# ${change.model}\n\n${change.text}\n` },
      ];
    default:
      return [change.what, change];
  }
}

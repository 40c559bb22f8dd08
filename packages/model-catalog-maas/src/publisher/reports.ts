import { digestOf } from '@model-catalog/common';
import { isHttpError, type KubernetesWriter } from '@model-catalog/node';
import { z } from 'zod/v4';
import { MANAGER } from '../contract/labels';
import type { PublishableServer } from '../contract/types';
import type { OfferingState } from './plan/types';
import { TOLD } from './told';

const CONTROLLER = 'maas.rhdh.io/publisher';
/** A note of an Event has a kilobyte. */
const MAX_NOTE = 1_000;
const MAX_ANNOTATION = 500;
const MAX_INSTANCE = 128;
/** Of the server's name in that of the Event. */
const MAX_NAME = 200;

const KIND_OF = {
  inferenceservice: { kind: 'InferenceService', version: 'v1beta1' },
  llminferenceservice: { kind: 'LLMInferenceService', version: 'v1alpha1' },
} as const;

const WARNINGS: readonly OfferingState['state'][] = [
  'Invalid',
  'Orphan',
  'Failed',
];

const anything = z.unknown();

/** One line, without what could be taken for more than text. */
const plain = (text: string, max: number): string => {
  // eslint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
};

/** An Event (events.k8s.io/v1) about a model server. Equal news has an equal name, so that it is there once. */
export function eventOf(
  server: PublishableServer,
  { state, message }: OfferingState,
  { at, instance }: { at: Date; instance: string },
) {
  const { kind, version } = KIND_OF[server.resource];
  const { namespace, name, uid } = server;
  const digest = digestOf(`${uid} ${state} ${message}`).slice(0, 16);
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `${name.slice(0, MAX_NAME)}.${digest}`, namespace },
    eventTime: `${at.toISOString().slice(0, -1)}000Z`,
    reportingController: CONTROLLER,
    reportingInstance: instance.slice(0, MAX_INSTANCE),
    action: 'Publish',
    reason: state,
    note: plain(message, MAX_NOTE),
    type: WARNINGS.includes(state) ? 'Warning' : 'Normal',
    regarding: {
      apiVersion: `serving.kserve.io/${version}`,
      kind,
      namespace,
      name,
      uid,
    },
  };
}

export type ReporterOptions = {
  client: KubernetesWriter;
  /** Who reports. */
  instance: string;
  now: () => Date;
  annotate: boolean;
  onFailed: (what: string, error: unknown) => void;
};

const isSame = (a: OfferingState, b: OfferingState) =>
  a.state === b.state && a.message === b.message;

/** How long a state must last to be worth an Event, milliseconds: on the way to the gateway an offering is in many. */
const SETTLED_MS: Readonly<Record<OfferingState['state'], number>> = {
  Invalid: 0,
  Failed: 0,
  Promoted: 0,
  Hidden: 0,
  Held: 0,
  Orphan: 10_000,
  Synced: 10_000,
  Pending: 30_000,
};

type Seen = { state: OfferingState; since: number; isTold: boolean };

const CONCURRENCY = 8;

/**
 * Tells the owners of model servers how their offerings stand: by an Event
 * when that changes, and by annotations where asked for.
 *
 * | seen before in this life | stands | for long enough | told |
 * |---|---|---|---|
 * | nothing | Promoted, Synced or Hidden | - | nothing: it stands so since before |
 * | nothing, or other | any other | no | later |
 * | nothing, or other | any other | yes | an Event |
 * | the same, told | any | - | nothing |
 */
export class Reporter {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly options: ReporterOptions) {}

  /** Says when there may be more to tell, milliseconds since the epoch. */
  async tell(
    states: ReadonlyMap<string, OfferingState>,
    servers: ReadonlyMap<string, PublishableServer>,
  ): Promise<number | undefined> {
    const now = this.options.now().getTime();
    const news: (() => Promise<void>)[] = [];
    let againAt: number | undefined;
    for (const [key, state] of states) {
      const server = servers.get(key);
      if (!server) {
        this.seen.delete(key);
        continue;
      }
      const seen = this.look(key, state, now);
      const due = seen.since + SETTLED_MS[state.state];
      if (!seen.isTold && now >= due) {
        seen.isTold = true;
        news.push(() => this.emit(server, state));
      } else if (!seen.isTold) {
        againAt = Math.min(againAt ?? due, due);
      }
      if (this.options.annotate) {
        news.push(() => this.annotate(server, state));
      }
    }
    await this.sendAll(news);
    return againAt;
  }

  private look(key: string, state: OfferingState, now: number): Seen {
    const before = this.seen.get(key);
    if (before && isSame(before.state, state)) {
      return before;
    }
    const isOld = !before && /^(Promoted|Synced|Hidden)$/.test(state.state);
    const seen = { state, since: now, isTold: isOld };
    this.seen.set(key, seen);
    return seen;
  }

  private async sendAll(news: (() => Promise<void>)[]): Promise<void> {
    const next = async () => {
      for (let send = news.shift(); send; send = news.shift()) {
        await send();
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, next));
  }

  private async emit(server: PublishableServer, state: OfferingState) {
    const { client, now, instance, onFailed } = this.options;
    const event = eventOf(server, state, { at: now(), instance });
    const path = `/apis/events.k8s.io/v1/namespaces/${server.namespace}/events`;
    try {
      await client.create(path, event, anything);
    } catch (error) {
      if (!isHttpError(error, 409)) {
        onFailed(`An Event for ${server.namespace}/${server.name}`, error);
      }
    }
  }

  private async annotate(server: PublishableServer, state: OfferingState) {
    const { client, onFailed } = this.options;
    const annotations = {
      [TOLD.state]: state.state,
      [TOLD.message]: plain(state.message, MAX_ANNOTATION),
    };
    const isThere = Object.entries(annotations).every(
      ([key, text]) => server.annotations[key] === text,
    );
    if (isThere) {
      return;
    }
    const { version } = KIND_OF[server.resource];
    const path = `/apis/serving.kserve.io/${version}/namespaces/${
      server.namespace
    }/${server.resource}s/${encodeURIComponent(server.name)}`;
    const options = { schema: anything, fieldManager: MANAGER };
    try {
      await client.patch(path, { metadata: { annotations } }, options);
    } catch (error) {
      onFailed(`The state on ${server.namespace}/${server.name}`, error);
    }
  }
}

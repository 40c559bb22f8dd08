import {
  createReflector,
  type KubernetesClient,
  type Reflector,
} from '@model-catalog/node';
import { KEPT } from '../../contract/labels';
import {
  collectionPath,
  readThreescaleObject,
  standingOf,
  THREESCALE_KINDS,
  type ThreescaleKind,
  type ThreescaleObject,
  type UnreadableObject,
} from '../../threescale/objects';
import { Answers } from './Answers';
import type { Clockwork, Watched } from './ServingView';

export type TargetViewOptions = Clockwork & {
  client: KubernetesClient;
  /** Of the 3scale objects. */
  namespace: string;
  onChange: () => void;
};

type Read = ThreescaleObject | UnreadableObject;

type Part = { kind: ThreescaleKind; reflector: Reflector<Read> };

/** The objects of 3scale's operator in the target namespace, kept true by watches; also what was just written there. */
export class TargetView {
  readonly answers = new Answers();
  private readonly parts: readonly Part[];
  private readonly done = new Set<string>();

  constructor({ namespace, ...options }: TargetViewOptions) {
    this.parts = THREESCALE_KINDS.map(kind => ({
      kind,
      reflector: createReflector<Read>({
        ...options,
        path: collectionPath(kind, namespace),
        parse: raw => this.noted(readThreescaleObject(kind, raw)),
      }),
    }));
  }

  /** The operator deletes a promotion that succeeded at once: what it said before is easily missed. */
  private noted(read: Read): Read {
    if ('conditions' in read) {
      this.answers.shown(read);
    }
    if (
      read.kind === 'ProxyConfigPromote' &&
      'conditions' in read &&
      KEPT.server in read.annotations &&
      standingOf(read).state === 'done'
    ) {
      this.done.add(read.name);
    }
    return read;
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.parts.map(({ reflector }) => reflector.run(signal)));
  }

  /** Whether all kinds were listed; without that nobody can tell what is taken. */
  isListed(): boolean {
    return this.parts.every(({ reflector }) => {
      const { state } = reflector.state();
      return state === 'fresh' || state === 'stale';
    });
  }

  isSettled(): boolean {
    return this.parts.every(
      ({ reflector }) => reflector.state().state !== 'pending',
    );
  }

  /** Kinds that the cluster does not serve, or does not show. */
  missing(): { kind: ThreescaleKind; error: unknown }[] {
    return this.parts
      .map(({ kind, reflector }) => ({ kind, ...reflector.state() }))
      .filter(({ state }) => state === 'unavailable' || state === 'failed')
      .map(({ kind, error }) => ({ kind, error }));
  }

  states(): Watched[] {
    return this.parts.map(({ kind, reflector }) => ({
      what: kind,
      state: reflector.state(),
    }));
  }

  /** As they are, or as they were just written. */
  objects(now: number): ThreescaleObject[] {
    return this.parts.flatMap(({ kind, reflector }) => {
      const seen = reflector.objects();
      const shown = new Map<string, ThreescaleObject>();
      for (const read of seen.values()) {
        if ('conditions' in read) {
          shown.set(read.name, read);
        }
      }
      return this.answers.over(kind, shown, now);
    });
  }

  /** Objects that cannot be understood. */
  unreadable(): UnreadableObject[] {
    return this.parts.flatMap(({ reflector }) =>
      [...reflector.objects().values()].flatMap(read =>
        'unreadable' in read ? [read] : [],
      ),
    );
  }

  /** Promotions that were seen to succeed. */
  promoted(): ReadonlySet<string> {
    return this.done;
  }

  /** A promotion of this name begins, or its success is written down. */
  forgetPromotion(name: string): void {
    this.done.delete(name);
  }
}

import type { RenderedOffering } from '../../contract/types';
import {
  isRecord,
  standingOf,
  type ThreescaleObject,
} from '../../threescale/objects';
import { planPublication } from '../plan/planPublication';
import type {
  Actual,
  PublicationPlan,
  PublicationPolicy,
  Sight,
} from '../plan/types';

const merged = (below: unknown, above: unknown): unknown =>
  isRecord(below) && isRecord(above)
    ? Object.entries(above).reduce<Record<string, unknown>>(
        (all, [key, value]) => ({ ...all, [key]: merged(below[key], value) }),
        { ...below },
      )
    : above;

const asRecord = (value: unknown): Record<string, unknown> =>
  isRecord(value) ? value : {};

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asRecord(value)).map(([key, text]) => [key, String(text)]),
  );

export const POLICY: PublicationPolicy = {
  deletion: 'retain-but-hide',
  graceMs: 60_000,
  removal: { maxShare: 0.5, minCount: 5 },
  promoteRetryMs: 60_000,
  now: 1_000_000,
};

/** A namespace in memory that does what plans say, with an operator beside it. */
export class World {
  objects: ThreescaleObject[] = [];
  sights = new Map<string, Sight>();
  promoted = new Set<string>();
  retries = new Map<string, number>();
  missingSince: ReadonlyMap<string, number> = new Map();
  now = POLICY.now;
  /** Names of Secrets that were written or deleted. */
  secrets: string[] = [];
  private count = 0;

  constructor(private readonly policy: Partial<PublicationPolicy> = {}) {}

  actual(): Actual {
    return {
      objects: this.objects,
      sight: server => this.sights.get(server) ?? 'unknown',
      promoted: this.promoted,
      retries: this.retries,
      missingSince: this.missingSince,
    };
  }

  plan(desired: readonly RenderedOffering[]): PublicationPlan {
    const policy = { ...POLICY, ...this.policy, now: this.now };
    return planPublication(desired, this.actual(), policy);
  }

  /** Plans, and does it. */
  pass(desired: readonly RenderedOffering[]): PublicationPlan {
    const plan = this.plan(desired);
    this.missingSince = plan.missingSince;
    for (const { object } of [...plan.writes, ...plan.promotions]) {
      const { kind, metadata, spec = {} } = object;
      if (kind === 'Secret') {
        this.secrets.push(metadata.name);
      } else {
        this.put({ kind, ...metadata, spec });
      }
    }
    for (const { kind, name, change } of plan.patches) {
      const { annotations } = asRecord(change.metadata);
      this.put({
        kind,
        name,
        spec: asRecord(change.spec),
        annotations: texts(annotations),
      });
    }
    for (const { kind, name } of plan.removals) {
      this.remove(kind, name);
    }
    return plan;
  }

  remove(kind: string, name: string): void {
    this.objects = this.objects.filter(
      one => one.kind !== kind || one.name !== name,
    );
  }

  /** Changes an object, or makes it. */
  put(
    change: Pick<ThreescaleObject, 'kind' | 'name'> & Partial<ThreescaleObject>,
  ): ThreescaleObject {
    const { kind, name } = change;
    const before = this.find(kind, name);
    const spec = asRecord(merged(before?.spec, change.spec ?? {}));
    const isNew = JSON.stringify(spec) !== JSON.stringify(before?.spec);
    this.count += 1;
    const object: ThreescaleObject = {
      namespace: '3scale',
      uid: `uid-${this.count}`,
      createdAt: new Date(this.now).toISOString(),
      isBeingDeleted: false,
      conditions: [],
      ...before,
      ...change,
      labels: { ...before?.labels, ...change.labels },
      annotations: { ...before?.annotations, ...change.annotations },
      resourceVersion: String(this.count),
      generation: (before?.generation ?? 0) + (isNew ? 1 : 0),
      spec,
    };
    this.remove(kind, name);
    this.objects.push(object);
    return object;
  }

  find(kind: string, name: string): ThreescaleObject | undefined {
    return this.objects.find(one => one.kind === kind && one.name === name);
  }

  /** Says what a condition is, of the generation that is there. */
  say(kind: string, name: string, type: string, message?: string): void {
    const object = this.find(kind, name);
    if (object) {
      const since = new Date(this.now).toISOString();
      const condition = {
        type,
        isTrue: true,
        since,
        ...(message && { message }),
      };
      this.put({
        ...object,
        conditions: [condition],
        observedGeneration: object.generation,
      });
    }
  }

  /** What the operator does: fills in defaults, syncs all, and promotes. */
  operate(): void {
    for (const { kind, name, spec } of [...this.objects]) {
      if (kind === 'Product') {
        const { policies } = spec;
        const filled = (Array.isArray(policies) ? policies : []).map(
          policy => ({
            configuration: {},
            ...asRecord(policy),
          }),
        );
        this.put({
          kind,
          name,
          spec: { policies: filled, metrics: { hits: { unit: 'hit' } } },
        });
      }
      if (kind === 'ProxyConfigPromote') {
        this.promoted.add(name);
        this.remove(kind, name);
      } else {
        this.say(kind, name, kind === 'ActiveDoc' ? 'Ready' : 'Synced');
      }
    }
  }

  isSynced(): boolean {
    return this.objects.every(one => standingOf(one).state === 'done');
  }
}

/** Nothing to do. */
export const EMPTY = { writes: [], patches: [], promotions: [], removals: [] };

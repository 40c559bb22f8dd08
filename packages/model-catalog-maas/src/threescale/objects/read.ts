import { z } from 'zod/v4';
import type { ThreescaleKind } from './kinds';

/** One condition of a status, as all kinds of the operator have them. */
export type ThreescaleCondition = {
  type: string;
  isTrue: boolean;
  message?: string;
  /** RFC 3339. */
  since?: string;
};

/** One object of the operator, as far as we read it; fields of other releases are passed over. */
export type ThreescaleObject = {
  kind: ThreescaleKind;
  name: string;
  namespace: string;
  uid: string;
  generation: number;
  resourceVersion: string;
  /** RFC 3339. */
  createdAt?: string;
  isBeingDeleted: boolean;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** As it was read; what the operator puts in is there, too. */
  spec: Readonly<Record<string, unknown>>;
  /** Generation that the status speaks of, where the release says it. */
  observedGeneration?: number;
  conditions: readonly ThreescaleCondition[];
};

/** An object that cannot be understood, and why; it is left alone. */
export type UnreadableObject = {
  kind: ThreescaleKind;
  name: string;
  unreadable: string;
};

const texts = z.record(z.string(), z.string()).nullish().catch(undefined);

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  lastTransitionTime: z.string().nullish(),
});

const Read = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    generation: z.number().catch(0),
    resourceVersion: z.string().catch(''),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    labels: texts,
    annotations: texts,
  }),
  spec: z.unknown(),
  status: z
    .object({
      observedGeneration: z.number().nullish().catch(undefined),
      conditions: z.array(z.unknown()).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

const Named = z.object({ metadata: z.object({ name: z.string() }) });

/** Whether it is `{...}`: no list, no text, not nothing. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function conditionsOf(raw: readonly unknown[]): ThreescaleCondition[] {
  return raw.flatMap(one => {
    const { data } = Condition.safeParse(one);
    return data
      ? {
          type: data.type,
          isTrue: data.status === 'True',
          ...(data.message ? { message: data.message } : {}),
          ...(data.lastTransitionTime
            ? { since: data.lastTransitionTime }
            : {}),
        }
      : [];
  });
}

/** Reads an object of the operator (capabilities.3scale.net/v1beta1, 2.11 to 2.16). Never throws. */
export function readThreescaleObject(
  kind: ThreescaleKind,
  raw: unknown,
): ThreescaleObject | UnreadableObject {
  const { data, error } = Read.safeParse(raw);
  if (!data) {
    const name = Named.safeParse(raw).data?.metadata.name ?? '';
    const [issue] = error.issues;
    const field = issue?.path.join('.') ?? '';
    return { kind, name, unreadable: `${field}: ${issue?.message ?? ''}` };
  }
  const { metadata, spec, status } = data;
  const { creationTimestamp, deletionTimestamp, ...rest } = metadata;
  return {
    kind,
    name: rest.name,
    namespace: rest.namespace,
    uid: rest.uid,
    generation: rest.generation,
    resourceVersion: rest.resourceVersion,
    ...(creationTimestamp ? { createdAt: creationTimestamp } : {}),
    isBeingDeleted: Boolean(deletionTimestamp),
    labels: rest.labels ?? {},
    annotations: rest.annotations ?? {},
    spec: isRecord(spec) ? spec : {},
    ...(typeof status?.observedGeneration === 'number'
      ? { observedGeneration: status.observedGeneration }
      : {}),
    conditions: conditionsOf(status?.conditions ?? []),
  };
}

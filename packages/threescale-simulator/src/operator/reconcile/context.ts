import { z } from 'zod/v4';
import type { Kind, ObjectRef } from '../kubernetes/kinds';
import type { KubernetesApi } from '../kubernetes/KubernetesApi';
import type { CustomObject } from '../kubernetes/shapes';
import type { OperatedTenant } from '../tenantPort';
import { InvalidSpec, type Outcome } from './outcome';

/** What acting on an object may look at. */
export interface Context {
  readonly api: KubernetesApi;
  readonly tenant: OperatedTenant;
  /** What the watches have told of objects by their system name. */
  readonly called: (kind: Kind, systemName: string) => readonly CustomObject[];
  /** The same, by its own name. */
  readonly named: (ref: ObjectRef) => CustomObject | undefined;
}

/** How one kind is acted on, and how what it made in 3scale is removed. */
export interface Reconciler {
  /** Held by the object until it is removed in 3scale; absent: 3scale keeps it. */
  readonly finalizer?: string;
  sync(context: Context, object: CustomObject): Promise<Outcome> | Outcome;
  remove?(context: Context, object: CustomObject): void;
}

/** The spec, or InvalidSpec with what does not fit. */
export function specOf<T>(schema: z.ZodType<T>, object: CustomObject): T {
  const parsed = schema.safeParse(object.spec);
  if (parsed.success) return parsed.data;
  throw new InvalidSpec(
    parsed.error.issues.map(
      ({ path, message }) => `spec.${path.join('.')}: ${message}`,
    ),
  );
}

/** An id in the status. */
export function idIn(object: CustomObject, field: string): number | undefined {
  return z.number().optional().catch(undefined).parse(object.status?.[field]);
}

import { type Kind, objectPath } from '../kubernetes/kinds';
import type { KubernetesApi } from '../kubernetes/KubernetesApi';
import { type CustomObject, customObjectSchema } from '../kubernetes/shapes';
import { defaulted } from '../specs/defaults';
import { TenantRefusal } from '../tenantPort';
import { activeDoc } from './activeDoc';
import { backend } from './backend';
import type { Context, Reconciler } from './context';
import { customPolicy } from './customPolicy';
import { InvalidSpec, Orphaned, type Outcome } from './outcome';
import { product } from './product';
import { promote } from './promote';
import { statusOf } from './status';

const RECONCILERS: Readonly<Record<Kind, Reconciler>> = {
  Backend: backend,
  Product: product,
  ActiveDoc: activeDoc,
  ProxyConfigPromote: promote,
  CustomPolicyDefinition: customPolicy,
};

/** What acting on an object came to. */
export interface Reconciled {
  /** As it is after the last write. */
  readonly object: CustomObject;
  /** Written: the object comes again by the watch. */
  readonly written: boolean;
  readonly outcome?: Outcome;
}

/** One step as the operator takes it: the end, the finalizer, the defaults, or the work and the status. */
export async function reconcile(
  context: Context,
  kind: Kind,
  { object, now }: { readonly object: CustomObject; readonly now: string },
): Promise<Reconciled> {
  const { metadata } = object;
  const ref = { kind, namespace: metadata.namespace, name: metadata.name };
  const put = (changed: CustomObject, status = '') =>
    write(context.api, `${objectPath(ref)}${status}`, changed);
  if (metadata.deletionTimestamp !== undefined) {
    return end(context, { kind, object, put });
  }
  const { finalizer } = RECONCILERS[kind];
  const finalizers = metadata.finalizers ?? [];
  if (finalizer && !finalizers.includes(finalizer)) {
    const held = { ...metadata, finalizers: [...finalizers, finalizer] };
    return put({ ...object, metadata: held });
  }
  const spec = defaulted(kind, object);
  if (spec) return put({ ...object, spec });
  const outcome = await attempt(context, kind, object);
  const status = statusOf(kind, object, { outcome, now });
  if (!status) return { object, written: false, outcome };
  return { ...(await put({ ...object, status }, '/status')), outcome };
}

async function write(
  api: KubernetesApi,
  path: string,
  object: CustomObject,
): Promise<Reconciled> {
  const answer = await api.send({ method: 'PUT', path, body: object });
  return { object: customObjectSchema.parse(answer), written: true };
}

/** Removes it in 3scale, then lets it go. What 3scale refuses to remove is tried again. */
async function end(
  context: Context,
  {
    kind,
    object,
    put,
  }: {
    readonly kind: Kind;
    readonly object: CustomObject;
    readonly put: (changed: CustomObject) => Promise<Reconciled>;
  },
): Promise<Reconciled> {
  const { finalizer, remove } = RECONCILERS[kind];
  const { metadata } = object;
  if (!finalizer || !metadata.finalizers?.includes(finalizer)) {
    return { object, written: false };
  }
  remove?.(context, object);
  const finalizers = metadata.finalizers.filter(one => one !== finalizer);
  return put({ ...object, metadata: { ...metadata, finalizers } });
}

async function attempt(
  context: Context,
  kind: Kind,
  object: CustomObject,
): Promise<Outcome> {
  try {
    return await RECONCILERS[kind].sync(context, object);
  } catch (error) {
    if (error instanceof InvalidSpec) {
      return { verdict: 'Invalid', message: error.message };
    }
    if (error instanceof Orphaned) {
      const { message, waitsFor } = error;
      return { verdict: 'Orphan', message, waitsFor };
    }
    if (error instanceof TenantRefusal) {
      return { verdict: 'Failed', message: error.message };
    }
    throw error;
  }
}

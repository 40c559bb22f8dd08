import { parse } from 'yaml';
import { z } from 'zod/v4';
import { secretPath } from '../kubernetes/kinds';
import { KubernetesError } from '../kubernetes/KubernetesApi';
import { secretSchema } from '../kubernetes/shapes';
import { type ActiveDocSpec, activeDocSpecSchema } from '../specs/others';
import { type Context, idIn, type Reconciler, specOf } from './context';
import { InvalidSpec, Orphaned } from './outcome';
import { isTrue } from './status';

const documentSchema = z.record(z.string(), z.unknown());

/** The document as JSON text. A Secret must have exactly one field. */
async function bodyOf(
  { api }: Context,
  spec: ActiveDocSpec,
  namespace: string,
): Promise<string> {
  const { secretRef } = spec.activeDocOpenAPIRef;
  if (!secretRef) {
    throw new InvalidSpec([
      'spec.activeDocOpenAPIRef: only secretRef is supported by this stand-in',
    ]);
  }
  const path = secretPath(secretRef.namespace ?? namespace, secretRef.name);
  const secret = await api.send({ path }).catch((error: unknown) => {
    if (error instanceof KubernetesError && error.status === 404) {
      throw new InvalidSpec([
        `spec.activeDocOpenAPIRef.secretRef: Invalid value: "${secretRef.name}": secret not found`,
      ]);
    }
    throw error;
  });
  const values = Object.values(secretSchema.parse(secret).data ?? {});
  const [only] = values;
  if (only === undefined || values.length > 1) {
    throw new InvalidSpec([
      `spec.activeDocOpenAPIRef.secretRef: Invalid value: "${secretRef.name}": secret was expected to have exactly one field`,
    ]);
  }
  const text = Buffer.from(only, 'base64').toString('utf8');
  const document = documentSchema.safeParse(parsed(text));
  if (!document.success) {
    throw new InvalidSpec(['spec.activeDocOpenAPIRef: not a document']);
  }
  return JSON.stringify(document.data);
}

/** JSON is YAML, too. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The product's object, which must be synced; `undefined` when none is named. */
function productOf({ called }: Context, spec: ActiveDocSpec) {
  const wanted = spec.productSystemName;
  if (wanted === undefined) return undefined;
  const found = called('Product', wanted).find(one => isTrue(one, 'Synced'));
  if (!found) {
    throw new Orphaned(
      `spec.productSystemName: Invalid value: "${wanted}": product resource not found or not synced`,
      [{ kind: 'Product', systemName: wanted }],
    );
  }
  return found.metadata.name;
}

export const activeDoc: Reconciler = {
  finalizer: 'activedoc.capabilities.3scale.net/finalizer',
  async sync(context, object) {
    const spec = specOf(activeDocSpecSchema, object);
    const { namespace } = object.metadata;
    const name = productOf(context, spec);
    const body = await bodyOf(context, spec, namespace);
    return {
      verdict: 'Ready',
      fields: {
        activeDocId: context.tenant.putActiveDoc(spec, body),
        providerAccountHost: context.tenant.host,
        ...(name ? { productResourceName: { name } } : {}),
      },
    };
  },
  remove({ tenant }, object) {
    const id = idIn(object, 'activeDocId');
    if (id !== undefined) tenant.removeActiveDoc(id);
  },
};

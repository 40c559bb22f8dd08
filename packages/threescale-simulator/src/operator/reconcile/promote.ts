import { objectPath } from '../kubernetes/kinds';
import type { CustomObject } from '../kubernetes/shapes';
import { promoteSpecSchema } from '../specs/others';
import { type Context, idIn, type Reconciler, specOf } from './context';
import type { Outcome } from './outcome';
import { isTrue } from './status';

const NOTHING =
  'can not promote: no product changes detected. Delete this proxyConfigPromote CR, then introduce changes to configuration, and then create a new proxyConfigPromote CR';

/**
 * One time only: what is Ready is not done again, and deleted where it says so.
 *
 * | wanted | before | done |
 * |---|---|---|
 * | any | the product has no object, or no id yet | Failed, and tried again |
 * | staging | something changed | deployed |
 * | production | staging is newer | promoted |
 * | any | nothing changed | Failed: no product changes detected |
 */
export const promote: Reconciler = {
  async sync(context, object) {
    const spec = specOf(promoteSpecSchema, object);
    if (!isTrue(object, 'Ready')) return act(context, object, spec);
    if (spec.deleteCR) {
      const { namespace, name } = object.metadata;
      const path = objectPath({ kind: 'ProxyConfigPromote', namespace, name });
      await context.api.send({ method: 'DELETE', path });
    }
    return { verdict: 'Ready' };
  },
};

const failed = (message: string): Outcome => ({ verdict: 'Failed', message });

function act(
  { named, tenant }: Context,
  object: CustomObject,
  spec: { readonly productCRName: string; readonly production: boolean },
): Outcome {
  const { namespace } = object.metadata;
  const name = spec.productCRName;
  const product = named({ kind: 'Product', namespace, name });
  const id = product && idIn(product, 'productId');
  if (id === undefined) {
    const message = `product "${spec.productCRName}" has no id yet`;
    return { verdict: 'Failed', message, again: true };
  }
  const before = tenant.versions(id);
  tenant.deploy(id);
  const { staging, production } = tenant.versions(id);
  const last = spec.production ? production : before.staging;
  if (staging === undefined || staging === last) return failed(NOTHING);
  if (spec.production) tenant.promote(id);
  const after = tenant.versions(id);
  return {
    verdict: 'Ready',
    fields: {
      productId: String(id),
      latestStagingVersion: after.staging ?? 0,
      latestProductionVersion: after.production ?? 0,
    },
  };
}

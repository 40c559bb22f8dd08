import { policySpecSchema } from '../specs/others';
import { idIn, type Reconciler, specOf } from './context';

export const customPolicy: Reconciler = {
  finalizer: 'custompolicydefinition.capabilities.3scale.net/finalizer',
  sync({ tenant }, object) {
    return {
      verdict: 'Ready',
      fields: {
        policyID: tenant.putPolicy(specOf(policySpecSchema, object)),
        providerAccountHost: tenant.host,
      },
    };
  },
  remove({ tenant }, object) {
    const id = idIn(object, 'policyID');
    if (id !== undefined) tenant.removePolicy(id);
  },
};

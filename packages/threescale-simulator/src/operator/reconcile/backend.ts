import { ruleProblems } from '../specs/common';
import { backendSpecSchema } from '../specs/backend';
import { idIn, type Reconciler, specOf } from './context';
import { InvalidSpec } from './outcome';

export const backend: Reconciler = {
  finalizer: 'backend.capabilities.3scale.net/finalizer',
  sync({ tenant }, object) {
    const spec = specOf(backendSpecSchema, object);
    const problems = ruleProblems(spec);
    if (problems.length > 0) throw new InvalidSpec(problems);
    return {
      verdict: 'Synced',
      fields: {
        backendId: tenant.putBackend(spec),
        providerAccountHost: tenant.host,
      },
    };
  },
  remove({ tenant }, object) {
    const id = idIn(object, 'backendId');
    if (id !== undefined) tenant.removeBackend(id);
  },
};

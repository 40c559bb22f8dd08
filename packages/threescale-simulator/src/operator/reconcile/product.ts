import { ruleProblems } from '../specs/common';
import { type ProductSpec, productSpecSchema } from '../specs/product';
import { type Context, idIn, type Reconciler, specOf } from './context';
import { InvalidSpec, Orphaned } from './outcome';
import { resolvedPolicies } from './policies';
import { isTrue } from './status';

function planProblems({ applicationPlans, methods, metrics }: ProductSpec) {
  return Object.entries(applicationPlans).flatMap(([plan, { limits }]) =>
    limits.flatMap(({ metricMethodRef: { systemName, backend } }, index) =>
      backend !== undefined ||
      Object.hasOwn(methods, systemName) ||
      Object.hasOwn(metrics, systemName)
        ? []
        : [
            `spec.applicationPlans[${plan}].limits[${index}]: Invalid value: "${systemName}": limit does not have valid local metric or method reference`,
          ],
    ),
  );
}

function usageProblems({ backendUsages }: ProductSpec): string[] {
  const seen = new Set<string>();
  return Object.entries(backendUsages).flatMap(([name, { path }]) => {
    const isTwice = seen.has(path);
    seen.add(path);
    return isTwice
      ? [`spec.backendUsages[${name}].path: Duplicate value: "${path}"`]
      : [];
  });
}

/** Throws Orphaned while a backend that is named has no synced object in the namespace. */
function requireBackends({ called }: Context, spec: ProductSpec): void {
  const missing = Object.keys(spec.backendUsages).filter(
    name => !called('Backend', name).some(one => isTrue(one, 'Synced')),
  );
  if (missing.length > 0) {
    throw new Orphaned(
      missing
        .map(
          name =>
            `spec.backendUsages[${name}]: Invalid value: "${name}": backend usage does not have valid backend reference.`,
        )
        .join('; '),
      missing.map(systemName => ({ kind: 'Backend', systemName })),
    );
  }
}

export const product: Reconciler = {
  finalizer: 'product.capabilities.3scale.net/finalizer',
  async sync(context, object) {
    const spec = specOf(productSpecSchema, object);
    const problems = [
      ...ruleProblems(spec),
      ...planProblems(spec),
      ...usageProblems(spec),
    ];
    if (problems.length > 0) throw new InvalidSpec(problems);
    const { namespace } = object.metadata;
    requireBackends(context, spec);
    const policies = await resolvedPolicies(context, spec, namespace);
    const { id, state } = context.tenant.putProduct({ ...spec, policies });
    return {
      verdict: 'Synced',
      fields: {
        productId: id,
        state,
        providerAccountHost: context.tenant.host,
      },
    };
  },
  remove({ tenant }, object) {
    const id = idIn(object, 'productId');
    if (id !== undefined) tenant.removeProduct(id);
  },
};

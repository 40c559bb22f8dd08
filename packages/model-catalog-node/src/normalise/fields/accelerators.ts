/** Extended resources that are no accelerators. */
const OTHERS: ReadonlySet<string> = new Set([
  'rdma',
  'openshift.io',
  'devices.kubevirt.io',
  'kubernetes.io',
  'smarter-devices',
]);

/**
 * Labels for the accelerators that a replica asks for.
 *
 * | resource | label |
 * |---|---|
 * | `nvidia.com/gpu` | `nvidia-gpu` |
 * | `amd.com/gpu` | `amd-gpu` |
 * | `habana.ai/gaudi` | `habana-gaudi` |
 * | `nvidia.com/mig-1g.5gb` | `nvidia-mig-1g.5gb` |
 * | `cpu`, `memory`, `rdma/ib`, a quantity of 0 | - |
 */
export function acceleratorsOf(
  resources: Readonly<Record<string, string>> | undefined,
): string[] {
  return Object.entries(resources ?? {}).flatMap(([name, quantity]) => {
    const slash = name.indexOf('/');
    const domain = name.slice(0, slash);
    const isAsked = !/^0+(\.0*)?$/.test(quantity.trim());
    if (slash <= 0 || OTHERS.has(domain) || !isAsked) {
      return [];
    }
    return [`${domain.split('.')[0]}-${name.slice(slash + 1)}`];
  });
}

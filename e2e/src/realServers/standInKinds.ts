import { waitUntilServed } from './crds';
import type { KubernetesClient } from './KubernetesClient';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A kind whose own schema is not at hand. */
export interface StandIn {
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly scope?: 'Cluster' | 'Namespaced';
}

const pluralOf = ({ kind }: StandIn) =>
  `${kind.toLowerCase()}s`.replace(/ys$/, 'ies');

/** Its definition, which takes every field. */
const definitionOf = (one: StandIn) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `${pluralOf(one)}.${one.group}`,
    // Without it, groups of the Kubernetes project itself may not be stood in for.
    annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
  },
  spec: {
    group: one.group,
    scope: one.scope ?? 'Namespaced',
    names: {
      plural: pluralOf(one),
      singular: one.kind.toLowerCase(),
      kind: one.kind,
      listKind: `${one.kind}List`,
    },
    versions: [
      {
        name: one.version,
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
});

/** Creates them and waits until they are served; those that the cluster has already stay. */
export async function createStandIns(
  client: KubernetesClient,
  kinds: readonly StandIn[],
): Promise<void> {
  for (const one of kinds) {
    const body = definitionOf(one);
    const { status } = await client.send({ method: 'POST', path: CRDS, body });
    if (status !== 201 && status !== 409) {
      throw new Error(`${body.metadata.name} answered ${status}`);
    }
  }
  await waitUntilServed(
    client,
    kinds.map(one => `/apis/${one.group}/${one.version}/${pluralOf(one)}`),
  );
}

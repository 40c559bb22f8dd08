/** Group and version of the operator's objects that we write and read. */
export const CAPABILITIES = 'capabilities.3scale.net/v1beta1';

/** The kinds of 3scale's operator that the publisher works with, and their plurals. */
export const THREESCALE_PLURALS = {
  Backend: 'backends',
  Product: 'products',
  ActiveDoc: 'activedocs',
  ProxyConfigPromote: 'proxyconfigpromotes',
} as const;

export type ThreescaleKind = keyof typeof THREESCALE_PLURALS;

export const THREESCALE_KINDS: readonly ThreescaleKind[] = [
  'Backend',
  'Product',
  'ActiveDoc',
  'ProxyConfigPromote',
];

/** Path of all objects of a kind in one namespace. */
export const collectionPath = (
  kind: ThreescaleKind,
  namespace: string,
): string =>
  `/apis/${CAPABILITIES}/namespaces/${namespace}/${THREESCALE_PLURALS[kind]}`;

/** Path of one object; a Secret's as well. */
export function objectPath(
  kind: ThreescaleKind | 'Secret',
  { namespace, name }: { namespace: string; name: string },
): string {
  const collection =
    kind === 'Secret'
      ? `/api/v1/namespaces/${namespace}/secrets`
      : collectionPath(kind, namespace);
  return `${collection}/${encodeURIComponent(name)}`;
}

/** What to tell where the cluster does not serve a kind. */
export const missingKindText = (kind: ThreescaleKind): string =>
  `The cluster has no kind ${kind} of ${CAPABILITIES}: install the 3scale operator (Red Hat Integration - 3scale), or an edition of it that has this kind`;

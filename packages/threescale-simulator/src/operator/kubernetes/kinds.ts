/** The kinds of the 3scale operator that the stand-in acts on. */
export type Kind =
  | 'Backend'
  | 'Product'
  | 'ActiveDoc'
  | 'ProxyConfigPromote'
  | 'CustomPolicyDefinition';

export const GROUP_VERSION = 'capabilities.3scale.net/v1beta1';

const PLURALS: Readonly<Record<Kind, string>> = {
  Backend: 'backends',
  Product: 'products',
  ActiveDoc: 'activedocs',
  ProxyConfigPromote: 'proxyconfigpromotes',
  CustomPolicyDefinition: 'custompolicydefinitions',
};

export const KINDS: readonly Kind[] = [
  'CustomPolicyDefinition',
  'Backend',
  'Product',
  'ActiveDoc',
  'ProxyConfigPromote',
];

/** What names one object. */
export interface ObjectRef {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

/** All objects of a kind in a namespace. */
export const collectionPath = (kind: Kind, namespace: string): string =>
  `/apis/${GROUP_VERSION}/namespaces/${encodeURIComponent(namespace)}/${
    PLURALS[kind]
  }`;

export const objectPath = ({ kind, namespace, name }: ObjectRef): string =>
  `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;

export const secretPath = (namespace: string, name: string): string =>
  `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/secrets/${encodeURIComponent(name)}`;

export const keyOf = ({ kind, namespace, name }: ObjectRef): string =>
  `${kind}/${namespace}/${name}`;

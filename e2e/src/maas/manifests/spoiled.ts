import { parse, parseDocument, stringify } from 'yaml';
import type { ManifestObject } from '../../deploy/objects';

/** One mistake that a schema has to notice: else its consent to the rest means nothing. */
export interface Spoiled {
  readonly what: string;
  readonly folder: string;
  readonly kind: string;
  readonly spoil: (object: ManifestObject) => ManifestObject;
  readonly said: string;
}

/** The object with another value at a path. */
const set =
  (path: readonly (string | number)[], value: unknown) =>
  (object: ManifestObject): ManifestObject => {
    const document = parseDocument(stringify(object));
    document.setIn(path, value);
    return parse(document.toString());
  };

export const spoiled: readonly Spoiled[] = [
  {
    what: 'a model named its storage wrongly',
    folder: 'model-serving/rhoai',
    kind: 'InferenceService',
    spoil: set(['spec', 'predictor', 'model', 'storage', 'paht'], 'x'),
    said: 'paht',
  },
  {
    what: 'a model asked for a GPU in words',
    folder: 'model-serving/rhoai',
    kind: 'InferenceService',
    spoil: set(
      ['spec', 'predictor', 'model', 'resources', 'requests', 'memory'],
      'much',
    ),
    said: 'memory',
  },
  {
    what: 'a bucket had no storage class',
    folder: 'model-serving/rhoai',
    kind: 'ObjectBucketClaim',
    spoil: object => ({ ...object, spec: { generateBucketName: 'models' } }),
    said: 'storageClassName',
  },
  {
    what: "Keycloak's database were named wrongly",
    folder: 'sso/keycloak',
    kind: 'Keycloak',
    spoil: set(['spec', 'db', 'hostname'], 'postgresql'),
    said: 'hostname',
  },
  {
    what: "a client's flag were a word",
    folder: 'sso/keycloak',
    kind: 'KeycloakRealmImport',
    spoil: set(
      ['spec', 'realm', 'clients', 0, 'standardFlowEnabled'],
      'enabled',
    ),
    said: 'standardFlowEnabled',
  },
  {
    what: 'a placeholder were given without a Secret',
    folder: 'sso/keycloak',
    kind: 'KeycloakRealmImport',
    spoil: set(['spec', 'placeholders', 'MAAS_CLIENT_SECRET'], 'plain'),
    said: 'MAAS_CLIENT_SECRET',
  },
  {
    what: '3scale had no domain',
    folder: '3scale/bearer',
    kind: 'APIManager',
    spoil: object => ({ ...object, spec: { tenantName: 'maas' } }),
    said: 'wildcardDomain',
  },
  {
    what: 'a gateway were given a policy without its Secret',
    folder: '3scale/header-remove-bearer',
    kind: 'APIManager',
    spoil: set(['spec', 'apicast', 'stagingSpec', 'customPolicies', 0], {
      name: 'remove-bearer',
      version: '0.1',
    }),
    said: 'secretRef',
  },
  {
    what: 'the policy had no schema',
    folder: '3scale/header-remove-bearer',
    kind: 'CustomPolicyDefinition',
    spoil: object => ({ ...object, spec: { name: 'x', version: '0.1' } }),
    said: 'schema',
  },
  {
    what: 'an operator named no catalog',
    folder: '3scale/operator',
    kind: 'Subscription',
    spoil: object => ({ ...object, spec: { name: '3scale-operator' } }),
    said: 'source',
  },
];

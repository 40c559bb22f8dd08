export const VARIANTS = ['three', 'one', 'none', 'separate'] as const;
export const HUBS = ['operator', 'helm'] as const;
export const NAMES = ['rhoai', 'odh'] as const;
export const RIGHTS = ['documented', 'least'] as const;

export type Variant = (typeof VARIANTS)[number];
export type Hub = (typeof HUBS)[number];
export type Names = (typeof NAMES)[number];
export type Rights = (typeof RIGHTS)[number];

/** What the manifests depend on. */
export type Answers = {
  /** Which containers run: the three documented ones, one, none, or a Deployment of its own. */
  variant: Variant;
  /** What runs Developer Hub; of no matter to a Deployment of its own. */
  hub: Hub;
  /** Where the connector runs: Developer Hub's namespace, but for a Deployment of its own. */
  namespace: string;
  /** Developer Hub's namespace, where the connector is a Deployment of its own. */
  hubNamespace: string;
  /** Name of the `Backstage` of the operator. */
  backstage: string;
  names: Names;
  /** The namespace of the registries. */
  registry: string;
  /** The Role that the operator of the registries made for their readers. */
  registryRole: string;
  rights: Rights;
  /** The image of the bridge, as `registry/path/model-catalog-bridge:tag`. */
  image: string;
  /** The image of the plugins, without `oci://`. */
  pluginsImage: string;
  /** The host by which a Deployment of its own is reached. */
  host: string;
};

/** What the files of `deploy/` say, where nobody says otherwise. */
export const DEFAULTS: Answers = {
  variant: 'one',
  hub: 'operator',
  namespace: 'ai-rhdh',
  hubNamespace: 'ai-rhdh',
  backstage: 'developer-hub',
  names: 'rhoai',
  registry: 'rhoai-model-registries',
  registryRole: 'registry-user-modelregistry-public',
  rights: 'documented',
  image: 'quay.io/acme/model-catalog-bridge:0.1.0',
  pluginsImage: 'quay.io/acme/model-catalog-plugins:bs_1.42.5__0.1.0',
  host: 'model-catalog.apps.example.com',
};

/** Where an answer came from. */
export type Origin = 'flag' | 'cluster' | 'answer' | 'assumed';

const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const IMAGE =
  /^[a-zA-Z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)+(?::[\w.-]+|@sha256:[0-9a-f]{64})$/;

/** What cannot be as answered, one line each. */
export function flawsOf(answers: Answers): string[] {
  const { variant, namespace, registry, backstage, registryRole } = answers;
  const wrong = (isRight: boolean, text: string) => (isRight ? [] : [text]);
  const name = (option: string, value: string, shape: RegExp) =>
    wrong(shape.test(value), `${option}: "${value}" is no name for it`);
  return [
    ...name('--namespace', namespace, LABEL),
    ...name('--hub-namespace', answers.hubNamespace, LABEL),
    ...name('--registry', registry, LABEL),
    ...name('--backstage', backstage, SUBDOMAIN),
    ...name('--registry-role', registryRole, SUBDOMAIN),
    ...name('--host', answers.host, SUBDOMAIN),
    ...wrong(
      IMAGE.test(answers.image),
      `--image: "${answers.image}" is no image with a tag or a digest`,
    ),
    ...wrong(
      IMAGE.test(answers.pluginsImage),
      `--plugins-image: "${answers.pluginsImage}" is no image with a tag or a digest`,
    ),
    ...wrong(
      variant !== 'three' || !answers.image.includes('@'),
      '--image: a digest names one image; three containers need a tag that all three have',
    ),
  ];
}

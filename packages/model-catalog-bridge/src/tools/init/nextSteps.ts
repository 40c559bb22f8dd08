import { type Answers, DEFAULTS } from './answers';

/** The commands that bring what was written into the cluster, in their order. */
export function nextSteps(
  answers: Answers,
  files: Readonly<Record<string, string>>,
  output: string,
): string[] {
  const { variant, namespace, backstage } = answers;
  const file = (name: string) => `${output}/${name}`;
  const before =
    variant === 'separate'
      ? [
          `oc create namespace ${namespace}`,
          `oc create secret generic -n ${namespace} model-catalog-location --from-literal=token="$(openssl rand -hex 32)"`,
        ]
      : [];
  const after = [
    ...('backstage.patch.yaml' in files
      ? [
          `oc patch -n ${namespace} backstage/${backstage} --type merge --patch-file ${file(
            'backstage.patch.yaml',
          )}`,
        ]
      : []),
    ...('values.yaml' in files
      ? [
          `helm upgrade <your release> redhat-developer-hub --repo https://charts.openshift.io -n ${namespace} --reuse-values -f ${file(
            'values.yaml',
          )}`,
        ]
      : []),
  ];
  const byHand = [
    ...('dynamic-plugins.yaml' in files
      ? [
          `# add the plugins of ${file(
            'dynamic-plugins.yaml',
          )} to the ConfigMap that your Backstage names`,
        ]
      : []),
    ...('app-config.extra.yaml' in files
      ? [
          `# give each Developer Hub ${file(
            'app-config.extra.yaml',
          )}, and the token as MODEL_CATALOG_TOKEN`,
        ]
      : []),
  ];
  return [
    ...before,
    `oc apply -f ${file('manifests.yaml')}`,
    ...byHand,
    ...after,
  ];
}

/** What was assumed and cannot be right everywhere. */
export function cautions({ variant, image, pluginsImage, host }: Answers) {
  const of = (isOf: boolean, text: string) => (isOf ? [text] : []);
  return [
    ...of(
      variant !== 'none' && image === DEFAULTS.image,
      `${image} is an example: name your image by --image`,
    ),
    ...of(
      variant !== 'separate' && pluginsImage === DEFAULTS.pluginsImage,
      `${pluginsImage} is an example: name your image by --plugins-image`,
    ),
    ...of(
      variant === 'separate' && host === DEFAULTS.host,
      `${host} is an example: name your host by --host`,
    ),
  ];
}

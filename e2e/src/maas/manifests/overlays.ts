import { stringify } from 'yaml';
import type { ManifestObject } from '../../deploy/objects';
import { renderWritten } from '../../deploy/overlays';

/** What a user would write who has names of their own. */
export interface Own {
  readonly base: string;
  readonly components: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly images?: readonly object[];
}

/** What kustomize makes of it. */
export async function renderOwn(
  kustomize: string,
  { base, components, names, images = [] }: Own,
): Promise<ManifestObject[]> {
  return await renderWritten(kustomize, {
    resources: [base, 'names.yaml'],
    components,
    rest: { images },
    files: {
      'names.yaml': stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'names',
          annotations: { 'config.kubernetes.io/local-config': 'true' },
        },
        data: names,
      }),
    },
  });
}

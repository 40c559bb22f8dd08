import { generateWorld, type Simulator } from '@model-catalog/rhoai-simulator';
import { definition } from './definitions';

/** Definitions that many models share. */
const SHARED = 5;

/**
 * Fills the registry with models of one version and the cluster with one
 * server for each; every version carries an API definition of 40 KB.
 */
export function fillWorld(
  simulator: Simulator,
  { models, distinct }: { models: number; distinct: boolean },
): void {
  generateWorld(simulator, { models, versions: 1, deployed: models });
  const { state } = simulator.registry;
  const shared = Array.from({ length: SHARED }, (_, seed) => definition(seed));
  let index = 0;
  let nextPageToken: string | undefined;
  do {
    const page = state.listVersions({ pageSize: '1000', nextPageToken });
    for (const version of page.items) {
      const text = distinct ? definition(index) : shared[index % SHARED] ?? '';
      state.patchVersion(version.id, {
        customProperties: {
          ...version.customProperties,
          'API Spec': {
            metadataType: 'MetadataStringValue',
            string_value: text,
          },
        },
      });
      index += 1;
    }
    nextPageToken = page.nextPageToken || undefined;
  } while (nextPageToken);
}

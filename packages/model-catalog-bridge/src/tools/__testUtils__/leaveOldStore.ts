import type { Simulator } from '@model-catalog/rhoai-simulator';
import type { createRig } from '../../roles/__testUtils__/bridge';

/** Puts the ConfigMap there in which the connector of RHDH 1.8 to 1.10 kept what it made. */
export async function leaveOldStore(
  rig: Awaited<ReturnType<typeof createRig>>,
  simulator: Simulator,
  binaryData: unknown,
): Promise<void> {
  await rig
    .adminOf(simulator)
    .send('POST', '/api/v1/namespaces/rhdh/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'bac-import-model' },
      binaryData,
    });
}

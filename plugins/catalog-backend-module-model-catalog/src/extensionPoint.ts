import type { ExtensionPoint } from '@backstage/backend-plugin-api';
import * as main from '@backstage/plugin-catalog-node';
import * as alpha from '@backstage/plugin-catalog-node/alpha';

type ProcessingPoint = typeof alpha.catalogProcessingExtensionPoint;
type Processing = ProcessingPoint extends ExtensionPoint<infer T> ? T : never;

function isProcessingPoint(
  value: unknown,
): value is ExtensionPoint<Processing> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    value.id === 'catalog.processing'
  );
}

/**
 * The catalog's extension point for providers, wherever the host has it.
 *
 * | plugin-catalog-node | main entry | /alpha |
 * |---|---|---|
 * | 1.18 to 1.20 (Backstage 1.42 to 1.45) | | yes |
 * | 2.0, 2.1 (1.49) | yes | yes |
 * | 2.2 and later (1.52) | yes | |
 */
export function findProcessingExtensionPoint(
  entries: readonly object[] = [main, alpha],
): ProcessingPoint {
  for (const entry of entries) {
    const point = Object.entries(entry).find(
      ([name]) => name === 'catalogProcessingExtensionPoint',
    )?.[1];
    if (isProcessingPoint(point)) {
      return point;
    }
  }
  throw new Error(
    'This Backstage has no catalogProcessingExtensionPoint in @backstage/plugin-catalog-node, ' +
      'so the model catalog cannot be connected; Backstage 1.42 to 1.55 have it',
  );
}

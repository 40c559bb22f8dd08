import type { Release } from '@model-catalog/rhoai-simulator';
import { deploymentFeatures } from './deploymentFeatures';
import type { Feature } from './Feature';
import { registryFeatures } from './registryFeatures';

/** The rows. */
export const FEATURES: readonly Feature[] = [
  ...registryFeatures,
  ...deploymentFeatures,
];

/** The name of a cell's test. */
export function testName(feature: Feature, release: Release): string {
  const verb = feature.lacking?.[release] ? 'does without' : 'has';
  return `[release: ${release}, feature: ${feature.id}] ${verb}: ${feature.title}`;
}

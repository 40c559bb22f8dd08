import { digestOf } from '@model-catalog/common';
import { KEPT } from '../contract/labels';
import type {
  DesiredObject,
  RenderedOffering,
  RenderSettings,
} from '../contract/types';
import { API_VERSION } from './context';

/** Of a name, to which the digest of what is promoted is added. */
const DIGEST = 10;

/**
 * The one-shot object that promotes what was rendered, for GitOps: named by
 * what it promotes, so that a change makes a new one and the tool that applies
 * takes the old one away. It does not delete itself, or the tool would make it
 * again and again. `undefined` when nothing is to be promoted.
 */
export function promotionManifest(
  { server, resourceName, objects, promote }: RenderedOffering,
  { targetNamespace }: Pick<RenderSettings, 'targetNamespace'>,
): DesiredObject | undefined {
  if (promote === undefined || resourceName === undefined) {
    return undefined;
  }
  const mark =
    promote.to === 'production'
      ? promote.digest
      : `${promote.to}:${promote.digest}`;
  return {
    apiVersion: API_VERSION,
    kind: 'ProxyConfigPromote',
    metadata: {
      name: `${resourceName}-${digestOf(mark).slice(0, DIGEST)}`,
      namespace: targetNamespace,
      labels: objects[0]?.metadata.labels ?? {},
      annotations: { [KEPT.server]: server, [KEPT.promoted]: mark },
    },
    spec: {
      productCRName: resourceName,
      production: promote.to === 'production',
    },
  };
}

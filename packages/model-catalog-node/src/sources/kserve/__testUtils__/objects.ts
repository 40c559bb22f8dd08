import type { InferenceServer } from '../../objects';
import { parseInferenceService } from '../parse';

/** What a test says of an InferenceService. */
export type Parts = {
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  metadata?: Record<string, unknown>;
  predictor?: unknown;
  status?: unknown;
};

/** An InferenceService as the API gives it. */
export function objectOf(parts: Parts = {}) {
  const { annotations, labels, metadata, predictor, status } = parts;
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: 'granite',
      namespace: 'demo',
      uid: 'u-1',
      generation: 2,
      creationTimestamp: '2026-11-01T10:00:00Z',
      managedFields: [{ manager: 'kserve' }],
      annotations,
      labels,
      ...metadata,
    },
    spec: {
      predictor: predictor ?? { model: { modelFormat: { name: 'vLLM' } } },
    },
    status,
  };
}

/** What is understood of it. */
export function serverOf(parts: Parts): InferenceServer {
  const { server } = parseInferenceService(objectOf(parts), 'local');
  if (!server) {
    throw new Error('The object was not understood');
  }
  return server;
}

export const condition = (
  type: string,
  status: string,
  more: { reason?: string; message?: string } = {},
) => ({ type, status, ...more });

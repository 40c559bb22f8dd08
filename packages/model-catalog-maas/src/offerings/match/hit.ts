import type { OfferingMatch } from '@model-catalog/common';
import type { InferenceServer } from '@model-catalog/node';

/** A server that a backend leads to, and how that is known. */
export type Hit = { server: InferenceServer; match: OfferingMatch };

import type { InferenceServer } from '../objects';
import { KIND_OF, type ParsedServer } from './describe';
import { parseInferenceService } from './parse';
import { parseLlmInferenceService } from './parseLlm';

/** One of the two resources of KServe that serve models. */
export type ServingKind = {
  resource: InferenceServer['resource'];
  kind: string;
  plural: string;
  /** Best first. */
  versions: readonly [string, ...string[]];
  parse: (raw: unknown, cluster: string) => ParsedServer;
};

export const GROUP = 'serving.kserve.io';

export const SERVING_KINDS: Readonly<
  Record<InferenceServer['resource'], ServingKind>
> = {
  inferenceservice: {
    resource: 'inferenceservice',
    kind: KIND_OF.inferenceservice,
    plural: 'inferenceservices',
    versions: ['v1beta1'],
    parse: parseInferenceService,
  },
  llminferenceservice: {
    resource: 'llminferenceservice',
    kind: KIND_OF.llminferenceservice,
    plural: 'llminferenceservices',
    versions: ['v1alpha2', 'v1alpha1'],
    parse: parseLlmInferenceService,
  },
};

/** Path of the collection in one version. */
export const pathOf = ({ plural }: ServingKind, version: string) =>
  `/apis/${GROUP}/${version}/${plural}`;

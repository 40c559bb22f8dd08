import type { InferenceServer } from '../objects';
import { ANNOTATION } from './annotations';
import type { InferenceService } from './schema';

type Mode = NonNullable<InferenceServer['deploymentMode']>;

/** By the names of KServe 0.16 and later, and by the older ones that are still seen. */
const MODES: ReadonlyMap<string, Mode> = new Map([
  ['standard', 'standard'],
  ['rawdeployment', 'standard'],
  ['knative', 'knative'],
  ['serverless', 'knative'],
  ['modelmesh', 'modelmesh'],
]);

const modeCalled = (name: string | null | undefined) =>
  MODES.get(name?.trim().toLowerCase() ?? '');

/**
 * How a server runs.
 *
 * | status.deploymentMode | annotation | a component has a revision | mode |
 * |---|---|---|---|
 * | a known name | - | - | what the status says |
 * | absent (before KServe 0.15) | a known name | - | what the annotation says |
 * | absent | absent | yes | knative: only it makes revisions |
 * | absent | absent | no | not known |
 */
export function deploymentModeOf({
  metadata,
  status,
}: InferenceService): Mode | undefined {
  const written =
    modeCalled(status?.deploymentMode) ??
    modeCalled(metadata.annotations?.[ANNOTATION.deploymentMode]);
  const hasRevision = Object.values(status?.components ?? {}).some(
    one => one.latestCreatedRevision || one.latestReadyRevision,
  );
  return written ?? (hasRevision ? 'knative' : undefined);
}

import type { InferenceServer, RegistryVersion } from '../sources/objects';
import type { Issue } from '../sources/types';
import type { Identity } from './identity/identities';
import type { Nameable } from './nameable';
import { type Report, reportFor, versionLabel } from './types';

/** A report for one version. */
export const reportForVersion = (issues: Issue[], version: RegistryVersion) =>
  reportFor(
    issues,
    `model-registry/${version.registry}`,
    versionLabel(version),
  );

/** Says how an object is called when its own name is not what the catalog accepts, or is taken. */
export function reportName(
  { name }: Identity,
  { parts }: Pick<Nameable, 'parts'>,
  report: Report,
) {
  const wanted = parts.join('-');
  if (name !== wanted) {
    report(
      'name',
      `"${wanted.slice(
        0,
        200,
      )}" is taken, or is no name that the catalog accepts; the entity is called ${name}`,
      'info',
    );
  }
}

/** Says why a server is shown without being of use yet. */
export function reportState(server: InferenceServer, report: Report) {
  const { state, stateReason, externalUrl, internalUrl } = server;
  if (state === 'not-ready' || state === 'failed') {
    const hasUrl = externalUrl !== undefined || internalUrl !== undefined;
    report(
      'status',
      `${stateReason ?? 'tells nothing yet'}; it is shown as ${
        state === 'failed' ? 'failed' : 'not ready'
      }${hasUrl ? '' : ', without an API until it has a URL'}`,
      'info',
    );
  }
}

import type { RegistryClient } from './client';
import { movementOf, type Markers } from './markers';
import type { RegistryView } from './view';

/** Whether any version has fewer artifacts than were known, or none of those of a new one were found. */
function isBarer(now: RegistryView, before: RegistryView | undefined): boolean {
  for (const [id, { rows }] of now.artifacts) {
    const known = before?.artifacts.get(id);
    if (rows !== known?.rows && rows.length < (known?.rows.length ?? 1)) {
      return true;
    }
  }
  return false;
}

/**
 * Refuses a read during which the registry lost its data, or older data was put
 * in place: the versions were still there when their list was read, and their
 * artifacts not any more. It costs one request, where artifacts are missing.
 *
 * | read | newest artifact after it | |
 * |---|---|---|
 * | no version with fewer artifacts than were known | not asked for | taken |
 * | some | same as before the read, or later | taken |
 * | some | earlier, or none | refused |
 */
export async function assertUntorn(
  client: RegistryClient,
  read: {
    /** The newest rows when the read began. */
    markers: Markers;
    before: RegistryView | undefined;
    now: RegistryView;
  },
  signal: AbortSignal,
): Promise<void> {
  const { markers, before, now } = read;
  if (!isBarer(now, before)) {
    return;
  }
  const newest = await client.newest('model_artifacts', signal);
  const after = { ...markers, model_artifacts: newest };
  if (movementOf(markers, after).kind === 'replaced') {
    throw new Error(
      'its newest model artifact went away while it was being read, so the database was emptied or replaced meanwhile; what was known stays, and everything is read anew',
    );
  }
}

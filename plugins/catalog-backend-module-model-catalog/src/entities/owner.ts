import { parseEntityRef } from '@backstage/catalog-model';
import { ORIGINAL_OWNER, isEntityName } from '@model-catalog/common';
import type { Annotations } from './annotations';
import { BOUNDS, cut, quoted } from './bounds';
import { clean } from './text';
import type { Note } from './types';

/** The owner of what has no valid one; the same as the bridge's own default. */
const DEFAULT_OWNER = 'user:default/rhdh-rhoai-bridge';

function isOwner(ref: string): boolean {
  try {
    const { kind, namespace, name } = parseEntityRef(ref);
    return (
      /^[a-zA-Z][a-zA-Z0-9]*$/.test(kind) &&
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(namespace) &&
      isEntityName(name)
    );
  } catch {
    return false;
  }
}

/** A full entity reference; an invalid one becomes the default, and is kept as an annotation. */
export function ownerOf(
  ownerRef: string,
  note: Note,
): { owner: string; annotations: Annotations } {
  if (isOwner(ownerRef)) {
    return { owner: ownerRef, annotations: {} };
  }
  note(
    'spec.owner',
    `${quoted(ownerRef)} is no entity reference; ${DEFAULT_OWNER} stands in`,
  );
  return {
    owner: DEFAULT_OWNER,
    annotations: { [ORIGINAL_OWNER]: cut(clean(ownerRef), BOUNDS.title) },
  };
}

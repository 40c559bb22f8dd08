import type { Entity, EntityLink } from '@backstage/catalog-model';
import { BOUNDS, cut } from './bounds';
import type { Kind } from './refs';
import { cleanLine, cleanOptional } from './text';

const API_VERSION = 'backstage.io/v1alpha1';
const DEFAULT_LIFECYCLE = 'development';

/** What all kinds of entities are written with. */
export type Parts = {
  kind: Kind;
  name: string;
  title: string | undefined;
  description: string | undefined;
  annotations: { [key: string]: string };
  labels: { [key: string]: string };
  tags: string[];
  links: EntityLink[];
  spec: Entity['spec'];
};

/** The lifecycle as written; it must not be empty. */
export function lifecycleOf(lifecycle: string): string {
  return cut(cleanLine(lifecycle) ?? '', 63) || DEFAULT_LIFECYCLE;
}

/** Writes an entity; what is empty is left out. */
export function toEntity(parts: Parts): Entity {
  const { kind, name, annotations, labels, tags, links, spec } = parts;
  const title = cut(cleanLine(parts.title) ?? '', BOUNDS.title);
  const description = cut(
    cleanOptional(parts.description) ?? '',
    BOUNDS.description,
  );
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: {
      namespace: 'default',
      name,
      ...(title && title !== name && { title }),
      ...(description && { description }),
      annotations,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(tags.length > 0 && { tags }),
      ...(links.length > 0 && { links }),
    },
    spec,
  };
}

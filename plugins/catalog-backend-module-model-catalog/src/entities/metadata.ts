import type { Entity, EntityLink } from '@backstage/catalog-model';
import type { Kind } from './refs';
import { cleanOptional } from './text';

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
  return cleanOptional(lifecycle) ?? DEFAULT_LIFECYCLE;
}

/** Writes an entity; what is empty is left out. */
export function toEntity(parts: Parts): Entity {
  const { kind, name, annotations, labels, tags, links, spec } = parts;
  const title = cleanOptional(parts.title);
  const description = cleanOptional(parts.description);
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

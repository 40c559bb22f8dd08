import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  makeValidator,
} from '@backstage/catalog-model';
import {
  PREVIOUS_NAME,
  SOURCE,
  SOURCE_KEY,
  TECHDOCS,
  encodePart,
  type CardRef,
} from '@model-catalog/common';
import { httpUrl } from './links';
import { clean } from './text';
import type { EntityContext, EntityInput, Note } from './types';

export type Annotations = { [key: string]: string };

/** The annotation by which TechDocs finds the text. */
const TECHDOCS_REF = 'backstage.io/techdocs-ref';

const { isValidAnnotationKey } = makeValidator();

/**
 * Backstage acts on its own annotations (where to read from, who manages the
 * entity), so a record must not set them.
 */
function isReserved(key: string): boolean {
  const prefix = key.split('/')[0] ?? '';
  return (
    key.includes('/') &&
    (prefix === 'backstage.io' || prefix.endsWith('.backstage.io'))
  );
}

/** The annotations of a record that may be copied; `TechDocs` is translated elsewhere. */
export function copiedAnnotations(
  annotations: Annotations | undefined,
  note: Note,
): Annotations {
  const copied: Annotations = {};
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (key === TECHDOCS) {
      continue;
    }
    if (!isValidAnnotationKey(key) || isReserved(key)) {
      note(
        'metadata.annotations',
        `'${key}' is ${
          isReserved(key) ? 'reserved for Backstage' : 'no valid annotation key'
        } and is left out`,
      );
      continue;
    }
    copied[key] = clean(value);
  }
  return copied;
}

/** Where a model card is read, through the location service. */
function cardUrl(baseUrl: string, key: string): string {
  return `${baseUrl}/modelcard?key=${encodePart(key)}`;
}

/** A card of the model catalog wins over the `TechDocs` property. */
export function techDocs(
  card: CardRef | undefined,
  property: string | undefined,
  { baseUrl, note }: { baseUrl: string; note: Note },
): Annotations {
  if (card) {
    return { [TECHDOCS_REF]: `url:${cardUrl(baseUrl, card.key)}` };
  }
  if (!property?.trim()) {
    return {};
  }
  const url = httpUrl(property);
  if (url === undefined) {
    note(
      `metadata.annotations.${TECHDOCS_REF}`,
      'the TechDocs property is no http or https URL and is left out',
    );
    return {};
  }
  return { [TECHDOCS_REF]: `url:${url}` };
}

/** What every entity of a record carries. */
export function originAnnotations(
  record: EntityInput,
  context: EntityContext,
): Annotations {
  return {
    [ANNOTATION_LOCATION]: context.location,
    [ANNOTATION_ORIGIN_LOCATION]: context.location,
    [SOURCE]: clean(record.source),
    [SOURCE_KEY]: clean(record.key),
    ...(record.previousName && {
      [PREVIOUS_NAME]: clean(record.previousName),
    }),
  };
}

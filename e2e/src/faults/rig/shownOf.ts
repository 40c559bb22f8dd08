import { HELD_SINCE, SOURCE_KEY } from '@model-catalog/common';
import { type Fields, fieldsOf } from '../model/fields';

/** What the catalog adds by itself, and what is said only while a source fails. */
const VOLATILE =
  /^relations$|^metadata\.(uid|etag|generation|namespace)$|\.backstage\.io\/orphan$/;

const isVolatile = (path: string) =>
  path.endsWith(HELD_SINCE) || VOLATILE.test(path);

/**
 * What an entity says, wherever it was read.
 *
 * @param baseUrl - of the location service: the one thing in which two connectors may differ
 */
export function shownOf(entity: unknown, baseUrl: string): Fields {
  const text = JSON.stringify(entity).replaceAll(baseUrl, 'http://here');
  return fieldsOf(JSON.parse(text), isVolatile);
}

/** The key of the record that an entity stands for. */
export function keyOf(fields: Fields): string | undefined {
  const value = fields.get(`metadata.annotations.${SOURCE_KEY}`);
  return value === undefined ? undefined : JSON.parse(value);
}

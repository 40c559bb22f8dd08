import type { Fields } from './fields';
import { invalid } from './Refused';

/** `managed_by` is the only annotation that 3scale keeps. */
export function annotationsOf(fields: Fields): Record<string, string> {
  const { annotations } = fields;
  if (typeof annotations !== 'object' || annotations === null) {
    return {};
  }
  const entries = Object.entries(annotations).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (entries.some(([name]) => name !== 'managed_by')) {
    throw invalid('annotations', 'is invalid');
  }
  return Object.fromEntries(entries);
}

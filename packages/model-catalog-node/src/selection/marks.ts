import { IGNORE, INCLUDE } from '@model-catalog/common';

/** What people wrote on an object; `labels` are properties without a value. */
type Marked = {
  properties: Readonly<Record<string, string>>;
  labels?: readonly string[];
};

function isMarked(key: string, { properties, labels = [] }: Marked): boolean {
  return Object.hasOwn(properties, key)
    ? properties[key]?.trim().toLowerCase() === 'true'
    : labels.includes(key);
}

/** Whether people want an object left out. */
export const isIgnored = (object: Marked) => isMarked(IGNORE, object);

/** Whether people want an object taken where only chosen ones are. */
export const isIncluded = (object: Marked) => isMarked(INCLUDE, object);

/** Whether a label is for us, and says nothing of the model. */
export const isMark = (label: string) => label === IGNORE || label === INCLUDE;

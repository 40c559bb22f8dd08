import { invalid } from './Refused';

/**
 * What a body asks for, by name: a form knows only texts, JSON has types.
 * Names that nobody reads are ignored, as 3scale does.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Empty is a text, too: it clears what was there. */
export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return typeof value === 'string' ? value : undefined;
}

export function requiredText(fields: Fields, name: string): string {
  const value = text(fields, name)?.trim();
  if (!value) {
    throw invalid(name, "can't be blank");
  }
  return value;
}

const TRUE = new Set(['true', '1', 't', 'on', 'yes']);

export function flag(fields: Fields, name: string): boolean | undefined {
  const value = text(fields, name)?.toLowerCase();
  return value === undefined || value === '' ? undefined : TRUE.has(value);
}

export function whole(fields: Fields, name: string): number | undefined {
  const value = text(fields, name);
  if (value === undefined || value === '') {
    return undefined;
  }
  if (!/^-?\d+$/.test(value)) {
    throw invalid(name, 'is not a number');
  }
  return Number(value);
}

export function amount(fields: Fields, name: string): number | undefined {
  const value = text(fields, name);
  if (value === undefined || value === '') {
    return undefined;
  }
  const read = Number(value);
  if (!Number.isFinite(read)) {
    throw invalid(name, 'is not a number');
  }
  return read;
}

/** The value, if it is one of those allowed; 422 for another. */
export function oneOf<T extends string>(
  fields: Fields,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const value = text(fields, name);
  if (value === undefined || value === '') {
    return undefined;
  }
  const known = allowed.find(one => one === value);
  if (known === undefined) {
    throw invalid(name, 'is not included in the list');
  }
  return known;
}

/** Those of the named texts that are given, to be laid over what there was. */
export function givenTexts<N extends string>(
  fields: Fields,
  names: readonly N[],
): Partial<Record<N, string>> {
  const given: Partial<Record<N, string>> = {};
  for (const name of names) {
    const value = text(fields, name);
    if (value !== undefined) {
      given[name] = value;
    }
  }
  return given;
}

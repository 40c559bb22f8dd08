import {
  ApiType,
  type DefinitionOrigin,
  digestOf,
} from '@model-catalog/common';
import { addressed } from '../definitions/addressed';
import { flawOf } from '../definitions/plausible';
import type { Report } from './types';

export type Definition = {
  digest: string;
  origin: DefinitionOrigin;
  /** Absent when only the store holds it. */
  text?: string;
  /** What it was made of, when it is not a text as it came: while that is the same, so is the text. */
  madeOf?: string;
};

/** The definition that the store holds of a server, and what it was made of. */
export type KnownDefinition = {
  digest: string;
  origin: DefinitionOrigin;
  madeOf?: string;
};

/** Looks long texts up: those at hand, and whether the store holds one. */
export type TextLookup = {
  text(digest: string): string | undefined;
  isStored(digest: string): boolean;
};

const flaws = new Map<string, string | undefined>();
const REMEMBERED = 5000;

/** {@link flawOf}, each distinct text looked into once: it is a function of the text alone. */
function rememberedFlawOf(
  type: ApiType,
  digest: string,
  text: string,
): string | undefined {
  const key = `${type}/${digest}`;
  if (!flaws.has(key)) {
    if (flaws.size >= REMEMBERED) {
      flaws.clear();
    }
    flaws.set(key, flawOf(type, text));
  }
  return flaws.get(key);
}

/** A definition that people wrote. */
export type WrittenClaim = { field: string; digest: string | undefined };

/** What the texts of a server's definitions are looked up in and completed with. */
export type Surroundings = {
  type: ApiType;
  /** Addresses of the server, best first. */
  urls: readonly string[];
  texts: TextLookup;
  known?: KnownDefinition;
};

function writtenBy(
  { field, digest }: WrittenClaim,
  { type, urls, texts, known }: Surroundings,
  report: Report,
): Definition | undefined {
  if (digest === undefined) {
    return undefined;
  }
  const ofText = `${digest} ${type} `;
  const madeOf = `${ofText}${JSON.stringify(urls)}`;
  const text = texts.text(digest);
  const isSame =
    known?.madeOf === madeOf ||
    // Its source is down since the start: the addresses may be older ones.
    (text === undefined && known?.madeOf?.startsWith(ofText));
  if (known && isSame && known.origin === 'property') {
    return { digest: known.digest, origin: 'property', madeOf: known.madeOf };
  }
  if (text === undefined) {
    return texts.isStored(digest) ? { digest, origin: 'property' } : undefined;
  }
  const flaw = rememberedFlawOf(type, digest, text);
  if (flaw !== undefined) {
    report(field, `${flaw}; it is not used as the API's definition`);
    return undefined;
  }
  const whole = type === 'openapi' ? addressed(text, urls) : text;
  return { digest: digestOf(whole), origin: 'property', text: whole, madeOf };
}

/**
 * The first of the definitions that people wrote which is one: as written, but
 * for addresses that it lacks. Each flaw is reported.
 */
export function writtenDefinition(
  claims: readonly WrittenClaim[],
  surroundings: Surroundings,
  report: Report,
): Definition | undefined {
  for (const claim of claims) {
    const definition = writtenBy(claim, surroundings, report);
    if (definition) {
      return definition;
    }
  }
  return undefined;
}

/** The running server's own definition, if its text is at hand or in the store. */
export function serverDefinition(
  digest: string | undefined,
  texts: TextLookup,
): Definition | undefined {
  if (digest === undefined) {
    return undefined;
  }
  const text = texts.text(digest);
  const isThere = text !== undefined || texts.isStored(digest);
  return isThere ? { digest, origin: 'server', text } : undefined;
}

/** A definition that we make: made anew only when what it is made of has changed. */
export function madeDefinition(
  origin: 'template' | 'minimal',
  { madeOf, make }: { madeOf: string; make: () => string },
  known: KnownDefinition | undefined,
): Definition {
  if (known?.origin === origin && known.madeOf === madeOf) {
    return { digest: known.digest, origin, madeOf };
  }
  const text = make();
  return { digest: digestOf(text), origin, text, madeOf };
}

const TYPES: readonly string[] = ApiType.options;

/** The API type that was asked for; `openapi` when none or an unknown one was. */
export function chooseApiType(
  written: string | undefined,
  report: Report,
): ApiType {
  const lower = written?.trim().toLowerCase();
  if (!lower) {
    return 'openapi';
  }
  const parsed = ApiType.safeParse(lower);
  if (parsed.success) {
    return parsed.data;
  }
  report(
    'API Type',
    `"${lower.slice(0, 63)}" is none of ${TYPES.join(', ')}; openapi is used`,
  );
  return 'openapi';
}

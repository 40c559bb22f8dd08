import {
  ApiType,
  type DefinitionOrigin,
  digestOf,
} from '@model-catalog/common';
import { addressed } from '../../definitions/addressed';
import { flawOf } from '../../definitions/plausible';
import type { Report } from '../types';

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
  /** May have to unpack it: to be asked only for what is needed. */
  text(digest: string): string | undefined;
  /** Whether a stored record names it. */
  isStored(digest: string): boolean;
  /** Whether a stored record names it, and the store has lost it. */
  isMissing(digest: string): boolean;
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

/** Digests of texts that lack no address, whatever the addresses are: many servers share one. */
const complete = new Set<string>();

/** {@link addressed}, which has to read the whole text to see that nothing is missing. */
function rememberedWhole(
  digest: string,
  text: string,
  urls: readonly string[],
): string {
  if (complete.has(digest)) {
    return text;
  }
  const whole = addressed(text, urls);
  if (whole === text && urls.length > 0) {
    if (complete.size >= REMEMBERED) {
      complete.clear();
    }
    complete.add(digest);
  }
  return whole;
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

/** Its source is down since the start: the addresses may be older ones. */
function withoutText(
  digest: string,
  texts: TextLookup,
  before: KnownDefinition | undefined,
): Definition | undefined {
  if (before) {
    const { digest: whole, madeOf } = before;
    return { digest: whole, origin: 'property', madeOf };
  }
  return texts.isStored(digest) ? { digest, origin: 'property' } : undefined;
}

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
  const before = known?.origin === 'property' ? known : undefined;
  const isSame = before?.madeOf === madeOf;
  if (before && isSame && !texts.isMissing(before.digest)) {
    return { digest: before.digest, origin: 'property', madeOf };
  }
  const text = texts.text(digest);
  if (text === undefined) {
    return withoutText(
      digest,
      texts,
      before?.madeOf?.startsWith(ofText) ? before : undefined,
    );
  }
  const flaw = rememberedFlawOf(type, digest, text);
  if (flaw !== undefined) {
    report(field, `${flaw}; it is not used as the API's definition`);
    return undefined;
  }
  const whole = type === 'openapi' ? rememberedWhole(digest, text, urls) : text;
  const wholeDigest = whole === text ? digest : digestOf(whole);
  return { digest: wholeDigest, origin: 'property', text: whole, madeOf };
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
  if (texts.isStored(digest)) {
    return { digest, origin: 'server' };
  }
  const text = texts.text(digest);
  return text === undefined ? undefined : { digest, origin: 'server', text };
}

/** A definition that we make: made anew only when what it is made of has changed, or it was lost. */
export function madeDefinition(
  origin: 'template' | 'minimal',
  { madeOf, make }: { madeOf: string; make: () => string },
  { known, texts }: Pick<Surroundings, 'known' | 'texts'>,
): Definition {
  const isSame = known?.origin === origin && known.madeOf === madeOf;
  if (isSame && !texts.isMissing(known.digest)) {
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

import { LICENSE, toTag } from '@model-catalog/common';
import { knownLicenses } from './licenseTexts';
import { firstText, isWebUrl } from '../fields/properties';
import type { Report } from '../types';

export type License = {
  url?: string;
  /** Texts of further licences, of an expression such as `Apache-2.0 OR MIT`. */
  links: { title: string; url: string }[];
  /** `license-apache-2-0`: a tag holds no dot. */
  tags: string[];
  annotations: Record<string, string>;
};

/** One place that may name a licence. */
export type LicenseClaim = { field: string; text: string | undefined };

/** What model hubs write when they cannot say which licence it is. */
const SAYS_NOTHING = /^(other|unknown|none|n\/a)$/i;

const statedOf = (claims: readonly LicenseClaim[]) =>
  claims.flatMap(({ field, text }) => {
    const trimmed = firstText(text)?.trim();
    return trimmed === undefined ? [] : [{ field, text: trimmed }];
  });

function reportUnknown(
  name: { field: string; text: string } | undefined,
  report: Report,
) {
  if (name && !SAYS_NOTHING.test(name.text)) {
    report(
      name.field,
      `"${name.text.slice(
        0,
        63,
      )}" is no URL and no licence of the SPDX list; it is shown as text, not as a link`,
    );
  }
}

/**
 * A licence is a link when it is a web URL; a name that is known for certain is
 * a link to its text and a tag. The first claim of each form wins, and a known
 * name that comes first of all wins over a URL of somebody else.
 *
 * | claims | link | tag | annotation |
 * |---|---|---|---|
 * | `https://…` | the URL | - | - |
 * | `apache-2.0` | its text at SPDX | `license-apache-2-0` | `Apache-2.0` |
 * | `Apache-2.0 OR MIT` | both texts | one each | as written |
 * | `https://…` and `Apache-2.0` | the URL | `license-apache-2-0` | `Apache-2.0` |
 * | `Our own` | - | - | `Our own`, reported |
 * | `other` | - | - | `other` |
 */
export function chooseLicense(
  claims: readonly LicenseClaim[],
  report: Report,
): License {
  const stated = statedOf(claims);
  const link = stated.find(({ text }) => isWebUrl(text));
  const names = stated.filter(({ text }) => !isWebUrl(text));
  const name = names.find(({ text }) => !SAYS_NOTHING.test(text)) ?? names[0];
  const known = name ? knownLicenses(name.text) : [];
  const [first, ...others] = known;
  if (!link && !first) {
    reportUnknown(name, report);
  }
  const [linked, named] = [link?.text, first?.url];
  const written = name?.text.slice(0, 256);
  const label = others.length === 0 ? first?.id ?? written : written;
  return {
    url: firstText(...(name === stated[0] ? [named, linked] : [linked, named])),
    links: others.map(({ id, url }) => ({ title: `License ${id}`, url })),
    tags: known.flatMap(({ id }) => toTag(`license-${id}`) ?? []),
    annotations: label === undefined ? {} : { [LICENSE]: label },
  };
}

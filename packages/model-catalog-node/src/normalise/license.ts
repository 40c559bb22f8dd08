import { LICENSE } from '@model-catalog/common';
import { firstText, isWebUrl } from './properties';
import type { Report } from './types';

export type License = {
  url?: string;
  annotations: Record<string, string>;
};

/** One place that may name a licence. */
export type LicenseClaim = { field: string; text: string | undefined };

/**
 * A licence is a link when it is a web URL; a name such as `Apache-2.0` is
 * shown as text. The first claim of each form wins.
 *
 * | claims | link | annotation |
 * |---|---|---|
 * | `https://…` | the URL | - |
 * | `Apache-2.0` | - | `Apache-2.0`, reported |
 * | `https://…` and `Apache-2.0` | the URL | `Apache-2.0` |
 */
export function chooseLicense(
  claims: readonly LicenseClaim[],
  report: Report,
): License {
  const stated = claims.flatMap(({ field, text }) => {
    const trimmed = firstText(text)?.trim();
    return trimmed === undefined ? [] : [{ field, text: trimmed }];
  });
  const link = stated.find(({ text }) => isWebUrl(text));
  const name = stated.find(({ text }) => !isWebUrl(text));
  if (name && !link) {
    report(
      name.field,
      `"${name.text.slice(
        0,
        63,
      )}" is no URL; it is shown as text, not as a link`,
    );
  }
  return {
    url: link?.text,
    annotations: name ? { [LICENSE]: name.text.slice(0, 256) } : {},
  };
}

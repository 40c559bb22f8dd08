/** The URL as a client writes it; nothing when it is none to show. */
export function shownUrl(text: string | undefined): string | undefined {
  if (!text || text.length > 2_000 || !URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  const isShown =
    /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return isShown
    ? `${url.origin}${url.pathname.replace(/\/+$/, '')}`
    : undefined;
}

/** No name of a model holds what ends a line, or turns its direction. */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** A URL without a user and password in it, and without the port that it has anyway; `undefined` for what is none. */
export function withoutLogin(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) {
    return undefined;
  }
  const clean = new URL(url);
  if (!/^(https?|wss?):$/.test(clean.protocol)) {
    return undefined;
  }
  clean.username = '';
  clean.password = '';
  clean.hash = '';
  return clean.href.replace(/\/$/, '');
}

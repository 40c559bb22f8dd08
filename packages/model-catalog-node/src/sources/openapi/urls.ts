import type { InferenceServer } from '../objects';

function webUrl(written: string | undefined): string[] {
  if (written === undefined || !URL.canParse(written)) {
    return [];
  }
  const url = new URL(written);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.username || url.password) {
    return [];
  }
  return [`${url.origin}${url.pathname.replace(/\/+$/, '')}`];
}

type Addresses = Pick<InferenceServer, 'externalUrl' | 'internalUrl'>;

/** The addresses that the server's own status names, the one for readers first. */
export function urlsOf({ externalUrl, internalUrl }: Addresses): string[] {
  return [...new Set([...webUrl(externalUrl), ...webUrl(internalUrl)])];
}

/** Where to ask, in order: inside of the cluster first. */
export const basesOf = (server: Addresses): string[] =>
  urlsOf(server).reverse();

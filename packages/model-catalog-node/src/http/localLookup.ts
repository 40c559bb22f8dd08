import {
  lookup as systemLookup,
  type LookupAddress,
  type LookupAllOptions,
} from 'node:dns';

/** `dns.lookup` that gives every address. */
export type LookupAll = (
  host: string,
  options: LookupAllOptions,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: LookupAddress[],
  ) => void,
) => void;

const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Knows what `localhost` is without asking. The system's lookups take turns in
 * few threads, and names that a slow name server does not know hold each of
 * them for seconds: our neighbours in the pod must not wait for those.
 */
export const localLookup: LookupAll = (host, options, callback) => {
  if (/^localhost\.?$/i.test(host)) {
    const { family } = options;
    const isWanted = (one: LookupAddress) =>
      !family || `IPv${one.family}` === family || one.family === family;
    process.nextTick(callback, null, LOOPBACK.filter(isWanted));
    return;
  }
  systemLookup(host, options, callback);
};

import type { LookupFunction } from 'node:net';
import { localLookup, type LookupAll } from './localLookup';

/** Says why an address must not be connected to; `undefined` when it may. */
export type RefusedAddress = (address: string) => string | undefined;

/** What a lookup fails with when each address that a name has is refused. */
export const ADDRESS_REFUSED = 'ADDRESS_REFUSED';

function refusal(host: string, reason: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} ${reason}`), {
    code: ADDRESS_REFUSED,
  });
}

/**
 * A lookup for sockets that leaves out addresses which `refused` names: what a
 * name resolves to is looked at where it is used, so that it cannot change in
 * between. Names only: an address written in a URL is not looked up.
 */
export function guardedLookup(
  refused: RefusedAddress,
  lookup: LookupAll = localLookup,
): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const good = addresses.filter(({ address }) => !refused(address));
      const [first] = good;
      if (!first) {
        const reason = addresses.map(({ address }) => refused(address))[0];
        callback(refusal(host, reason ?? 'has no address'), '', 0);
        return;
      }
      if (options.all) {
        callback(null, good);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

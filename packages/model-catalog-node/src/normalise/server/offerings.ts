import {
  allocate,
  type Claim,
  encodePart,
  nameChoices,
} from '@model-catalog/common';
import type { Offering } from '@model-catalog/common';
import type { NamedOffering, Offered } from '../../offerings/types';
import { isSame } from '../../plan/isSame';
import { isServer, type StoredRecord } from '../../records/stored';
import type { Identities } from '../identity/identities';
import type { JoinedServer } from '../join/joinAll';

/** What an offering is known by for ever. */
export const keyOfOffering = ({ source, id }: Offering) =>
  `offering/${source}/${encodePart(id)}`;

/** Named offerings of each server, by the server's id. */
export type NamedOfferings = ReadonlyMap<string, readonly NamedOffering[]>;

/** Of the run before: the same lists as long as they say the same. */
export type OfferingsMemory = {
  offered?: {
    of: Offered;
    identities: Identities;
    prefix: string | undefined;
    named: NamedOfferings;
  };
};

const NONE: NamedOfferings = new Map();

/** The names that stored records give to offerings. */
function givenIn(stored: ReadonlyMap<string, StoredRecord>) {
  const given = new Map<string, string>();
  for (const one of stored.values()) {
    if (!isServer(one) || !one.facets.offerings?.length) {
      continue;
    }
    for (const offering of one.record.offerings ?? []) {
      given.set(keyOfOffering(offering), offering.name);
    }
  }
  return given;
}

function claimOf(offering: Offering, prefix: string | undefined): Claim {
  const { systemName, createdAt } = offering;
  const key = keyOfOffering(offering);
  const parts = [...(prefix ? [prefix] : []), systemName, 'gateway'];
  return { key, createdAt, choices: () => nameChoices(parts.join('-'), key) };
}

/** Older than anything: what the APIs of servers are called is decided already. */
const FIRST = '';

function allocateNames(
  offered: Offered,
  { servers, identities, stored, prefix }: Naming,
): Map<string, string> {
  const claims = new Map<string, Claim>();
  for (const { offering } of [...offered.values()].flat()) {
    const claim = claimOf(offering, prefix);
    claims.set(claim.key, claim);
  }
  const given = givenIn(stored);
  const own = servers.map(({ key }): Claim => {
    given.set(key, identities.get(key)?.name ?? key);
    return { key, createdAt: FIRST, choices: () => [key] };
  });
  return allocate([...own, ...claims.values()], given);
}

export type Naming = {
  servers: readonly JoinedServer[];
  identities: Identities;
  /** Names once given stay. */
  stored: ReadonlyMap<string, StoredRecord>;
  prefix: string | undefined;
  memory: OfferingsMemory;
};

/** The same lists as before where they say the same. */
function asBefore(named: NamedOfferings, before: NamedOfferings) {
  return new Map(
    [...named].map(([id, list]) => {
      const known = before.get(id);
      return [id, known && isSame(known, list) ? known : list];
    }),
  );
}

/** Gives the API of each gateway a name that no API of a server has. */
export function nameOfferings(
  offered: Offered,
  naming: Naming,
): NamedOfferings {
  const { memory, prefix } = naming;
  if (offered.size === 0) {
    memory.offered = undefined;
    return NONE;
  }
  const { offered: before } = memory;
  const { identities } = naming;
  const isSettled =
    before?.of === offered &&
    before.identities === identities &&
    before.prefix === prefix;
  if (isSettled) {
    return before.named;
  }
  const names = allocateNames(offered, naming);
  const named = new Map(
    [...offered].map(([id, list]) => [
      id,
      list.map(one => ({
        ...one,
        name: names.get(keyOfOffering(one.offering)) ?? '',
      })),
    ]),
  );
  const kept = asBefore(named, before?.named ?? NONE);
  memory.offered = { of: offered, identities, prefix, named: kept };
  return kept;
}

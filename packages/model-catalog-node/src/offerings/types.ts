import type {
  GatewayDefinition,
  Offering,
  OfferingMatch,
} from '@model-catalog/common';
import type { InferenceServer } from '../sources/objects';
import type { Issue, Source } from '../sources/types';

/** An offering at one of the servers that it was joined to. */
export type PlacedOffering = {
  offering: Offering;
  match: OfferingMatch;
  /** Of its servers, the one whose record shows the gateway's API. */
  isShownHere: boolean;
};

/** The offerings of each server, by the server's id. */
export type Offered = ReadonlyMap<string, readonly PlacedOffering[]>;

/** Joins offerings to servers. Pure: the same input gives the same answer. */
export type OfferingMatcher = (
  offerings: readonly Offering[],
  servers: readonly InferenceServer[],
) => { placed: Offered; issues: readonly Issue[] };

/** Where offerings are read, and how they are joined. The id of each source is what its offerings call theirs. */
export type OfferingSources = {
  sources: readonly Source<Offering>[];
  match: OfferingMatcher;
};

/** A placed offering with the name of the gateway's API entity. */
export type NamedOffering = PlacedOffering & { name: string };

/** The definition of a gateway's API; with its text where that was just made. */
export type MadeGatewayDefinition = GatewayDefinition & { text?: string };

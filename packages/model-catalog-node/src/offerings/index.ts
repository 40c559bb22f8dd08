export type {
  Offered,
  OfferingMatcher,
  OfferingSources,
  PlacedOffering,
} from './types';

export { createOfferings, type OfferingsOptions } from './createOfferings';
export { matchOfferings } from './match/matchOfferings';

export * from './createKServeSource';
export type { EarlierServer } from './completer';
export { servedNameOf, wordsOf } from './arguments';
export { Container as KServeContainer } from './fields';
export {
  isSecure as isSecurePort,
  portOf as apiPortOf,
  rankOf as serviceRankOf,
  Service as KServeService,
} from './ownedService';
export { parseInferenceService } from './parse';
export { parseLlmInferenceService } from './parseLlm';

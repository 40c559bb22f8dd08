export { draftEntities } from './drafts';
export {
  documentKeyPrefix,
  fromDocuments,
  isDocumentKey,
  type Document,
} from './fromDocuments';
export { AI_MODEL_SERVER, refsOf, serverRef, sourcesOf } from './refs';
export { shownDefinition } from './shownUrls';
export { canBeAiModelServer } from './aiModelServerEntity';
export { withStandingRelations } from './relations';
export type { Draft, EntityInput, Issue, Shape, ShownUrls } from './types';
export { whyInvalid } from './validate';

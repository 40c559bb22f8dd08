export { draftEntities } from './drafts';
export {
  documentKeyPrefix,
  fromDocuments,
  isDocumentKey,
  type Document,
} from './fromDocuments';
export { refsOf } from './refs';
export { withStandingRelations } from './relations';
export type { Draft, EntityInput, Issue } from './types';
export { whyInvalid } from './validate';

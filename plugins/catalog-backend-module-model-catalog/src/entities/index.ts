export { draftEntities } from './drafts';
export {
  documentKeyPrefix,
  fromDocuments,
  LIST_SOURCE,
  type Document,
} from './fromDocuments';
export { refsOf } from './refs';
export { withStandingRelations } from './relations';
export type { Draft, EntityContext, EntityInput, Issue } from './types';
export { whyInvalid } from './validate';

/**
 * How model servers change from one shape of entities to another.
 *
 * A session calls `startProgress(connection.entityShape)` where it begins.
 * For each plan, `chooseForms` says what to draft (`forms` goes into
 * `draftEntities`), which held references go (`replaced`) or are left alone
 * (`kept`), and which to read back (`pending`). Where only a part of the
 * records is planned, the `chooseProbes` of all of them are passed in. While there are pending ones,
 * the session asks `StitchedReader.stitched(pending)` every
 * `untilNextCheck(progress)` milliseconds and gives the answer to `advance`;
 * where that says `isChanged`, all records are planned again.
 */
export { AiModelServerRelations } from './AiModelServerRelations';
export { CatalogStitchedReader } from './CatalogStitchedReader';
export { chooseForms, chooseProbes } from './forms';
export {
  advance,
  startProgress,
  untilNextCheck,
  type ShapeNews,
} from './progress';
export type { Forms, Progress, StitchedReader } from './types';

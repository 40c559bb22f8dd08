import {
  REMOVALS_PATH,
  type Removals,
  removalsRouter,
} from '@model-catalog/service';
import { Router } from 'express';
import { requireWriter, type WriteGuard } from '../storage/writeCredential';
import type { AdminState } from './readiness';

/** Where a person decides about removals that were refused. */
export type RemovalDesk = Pick<Removals, 'approve'> & {
  /** Whoever may write to the store may decide. */
  mayDecide: WriteGuard;
};

/** Lists and approves refused removals; both ask for the write credential. */
export function guardedRemovals(
  state: () => AdminState,
  { mayDecide, approve }: RemovalDesk,
): Router {
  const router = Router();
  router.use(
    REMOVALS_PATH,
    requireWriter(mayDecide, 'the write credential is needed'),
  );
  router.use(removalsRouter({ state, approve }));
  return router;
}

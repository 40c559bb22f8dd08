import {
  json,
  type NextFunction,
  type Request,
  type Response,
  Router,
} from 'express';
import { z } from 'zod/v4';
import { type Store, storeWire, toWireError } from '@model-catalog/node';
import { type Keep, readChanges } from './readChanges';
import { beginLines, goneSignal, keepBusy, sendLines } from './sendLines';
import type { Views } from './views';
import { requireWriter, type WriteGuard } from './writeCredential';

const { STORE_PATHS } = storeWire;

export type StorageOptions = {
  store: Pick<Store, 'claim' | 'release' | 'blob'>;
  views: Views;
  mayWrite: WriteGuard;
  /** Whether every request must show the write credential, as others than our neighbours can reach us. */
  isGuarded: boolean;
  /** What the store keeps of each record in memory; unless given, the record. */
  keep?: Keep;
};

/** What the connector of RHDH 1.8 to 1.10 served here, for anybody. */
const OLD_ROUTES = ['/upsert', '/currentkeyset', '/list', '/fetch'];

type Handler = (request: Request, response: Response) => Promise<void>;

function handle(handler: Handler) {
  return (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(next);
  };
}

/** Answers with JSON; an error of the store is answered as what it is. */
function answer(work: (request: Request) => Promise<unknown>) {
  return handle(async (request, response) => {
    try {
      response.json(await work(request));
    } catch (error) {
      response.status(error instanceof z.ZodError ? 400 : 500);
      response.json({ error: toWireError(error) });
    }
  });
}

const ViewQuery = z.object({
  since: z.string().max(200).optional(),
  facets: z.enum(['true', 'false']).default('false'),
});
const TextQuery = z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/) });

function sendView({ views }: StorageOptions) {
  return handle(async (request, response) => {
    const query = ViewQuery.safeParse(request.query);
    if (!query.success) {
      response.status(400).json({ error: 'since or facets is not valid' });
      return;
    }
    const { since, facets } = query.data;
    await sendLines(response, async () => {
      await views.read();
      return views.lines({ since, facets: facets === 'true' });
    });
  });
}

/** Tells each new tag for as long as the client stays. */
function sendChanges({ views }: StorageOptions) {
  return handle(async (_request, response) => {
    const gone = goneSignal(response);
    beginLines(response);
    const tell = (tag?: string) =>
      response.write(`${JSON.stringify({ type: 'changed', tag })}\n`);
    tell(views.tag());
    views.onChange(gone, tell);
    await keepBusy(response, gone);
  });
}

function apply({ views, keep }: StorageOptions) {
  return handle(async (request, response) => {
    let asked: Awaited<ReturnType<typeof readChanges>>;
    try {
      asked = await readChanges(request, keep);
    } catch (error) {
      response.status(400).json({ error: toWireError(error) });
      return;
    }
    const { since, revision, epoch } = asked.begin;
    await sendLines(response, async () => {
      await views.apply(asked.changes, revision, epoch);
      return views.lines({ since, facets: true, sent: asked.changes });
    });
  });
}

/** Whether a request needs no credential: what the location service asks for. */
function isOpen({ method, path, query }: Request) {
  return (
    method === 'GET' && (path !== STORE_PATHS.view || query.facets !== 'true')
  );
}

/**
 * The API of storage-rest (see `storeWire`). Only its neighbours in the pod
 * reach it; even so, only who has the write credential changes anything.
 */
export function storageRouter(options: StorageOptions): Router {
  const { store, mayWrite, isGuarded } = options;
  const router = Router({ caseSensitive: true, strict: true });
  router.all(OLD_ROUTES, (_request, response) => {
    response.status(410).json({
      error:
        'The routes of the connector before are not served: they let anybody write',
    });
  });
  const guarded = requireWriter(
    mayWrite,
    'This needs the write credential of storage-rest',
  );
  router.use((request, response, next) => {
    if (isOpen(request) && !isGuarded) {
      next();
      return;
    }
    guarded(request, response, next);
  });
  router.get(STORE_PATHS.view, sendView(options));
  router.get(STORE_PATHS.follow, sendChanges(options));
  router.get(
    STORE_PATHS.text,
    answer(async ({ query }): Promise<z.infer<typeof storeWire.TextAnswer>> => {
      const { digest } = TextQuery.parse(query);
      return { digest, text: await store.blob(digest) };
    }),
  );
  router.post(STORE_PATHS.apply, apply(options));
  const small = json({ limit: '16kb' });
  router.post(
    STORE_PATHS.claim,
    small,
    answer(async ({ body }) => ({
      claim: await store.claim(storeWire.ClaimBody.parse(body)),
    })),
  );
  router.post(
    STORE_PATHS.release,
    small,
    answer(async ({ body }) => {
      await store.release(storeWire.ReleaseBody.parse(body).holder);
      return { released: true };
    }),
  );
  return router;
}

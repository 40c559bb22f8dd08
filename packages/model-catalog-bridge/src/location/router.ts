import {
  type NextFunction,
  type Request,
  type Response,
  Router,
} from 'express';
import type { ModelCatalog, Snapshot } from '@model-catalog/common';
import { SNAPSHOT_PATH } from '@model-catalog/common';
import { sendText, snapshotText } from './snapshotText';
import { type LocationState, notYet, notYetForOldReaders } from './gate';

/** What the location service serves, computed when it is asked for. */
export type LocationContent = {
  state(): LocationState;
  uris(): readonly string[];
  document(uri: string): Promise<ModelCatalog | undefined>;
  card(key: string): Promise<{ digest: string; text: string } | undefined>;
  /** Changes when the snapshot does, but for its time. */
  tag(): string;
  snapshot(): Promise<Snapshot>;
};

const RETRY_AFTER_SECONDS = '2';

function refuse(response: Response, reason: string) {
  response
    .status(503)
    .set('Retry-After', RETRY_AFTER_SECONDS)
    .json({ error: reason });
}

/** Answers 503 while `why` gives a reason. */
function unless(
  why: (state: LocationState) => string | undefined,
  content: LocationContent,
) {
  return (_request: Request, response: Response, next: NextFunction) => {
    const reason = why(content.state());
    if (reason === undefined) {
      next();
    } else {
      refuse(response, reason);
    }
  };
}

/** Hands what an async handler throws to the error handler. */
function handle(
  handler: (request: Request, response: Response) => Promise<void>,
) {
  return (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(next);
  };
}

function notFound(response: Response, what: string) {
  response.status(404).json({ error: `There is no ${what}` });
}

/**
 * Sends the ETag; `true` when the client has this version already. Express's
 * own `fresh` does not serve: `fetch` adds `Cache-Control: no-cache` to every
 * conditional request, which it takes for a wish to have the answer anew.
 */
function isFresh(request: Request, response: Response, tag: string): boolean {
  response.set({ ETag: `"${tag}"`, 'Cache-Control': 'no-cache' });
  const known = (request.get('If-None-Match') ?? '').split(',');
  if (!known.some(value => value.trim().replace(/^W\//, '') === `"${tag}"`)) {
    return false;
  }
  response.status(304).end();
  return true;
}

function sendCard(content: LocationContent) {
  return handle(async (request, response) => {
    const { key } = request.query;
    const card = typeof key === 'string' ? await content.card(key) : undefined;
    if (!card) {
      notFound(response, 'model card with this key');
    } else if (!isFresh(request, response, card.digest)) {
      response.type('text/markdown').send(card.text);
    }
  });
}

function sendSnapshot(content: LocationContent) {
  return handle(async (request, response) => {
    if (!isFresh(request, response, content.tag())) {
      const snapshot = await content.snapshot();
      response.type('json');
      await sendText(response, snapshotText(snapshot));
    }
  });
}

function sendDocument(content: LocationContent) {
  return handle(async (request, response) => {
    const document = await content.document(request.path);
    if (document) {
      response.json(document);
    } else {
      notFound(response, 'document at this path');
    }
  });
}

/**
 * The location service: the routes that the plugins of RHDH 1.8 and later
 * call, and our own that answers everything at once. Read-only.
 */
export function locationRouter(content: LocationContent): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const oldReaders = unless(notYetForOldReaders, content);
  router.get('/list', oldReaders, (_request, response) => {
    response.json({ uris: content.uris() });
  });
  const ready = unless(notYet, content);
  router.get('/modelcard', ready, sendCard(content));
  router.get(SNAPSHOT_PATH, ready, sendSnapshot(content));
  router.get(
    /^\/[^/]+\/[^/]+\/model-catalog\.json$/,
    oldReaders,
    sendDocument(content),
  );
  return router;
}

import {
  type NextFunction,
  type Request,
  type Response,
  Router,
} from 'express';
import {
  CHANGES_PATH,
  NDJSON,
  SNAPSHOT_PATH,
  TEXTS_PATH,
} from '@model-catalog/common';
import { hasTag, isFresh } from './conditional';
import { type LocationContent, StoreUnavailable } from './content';
import { type LocationState, notYet, notYetForOldReaders } from './gate';
import { changesQuery, keyQuery, QueryError, textsQuery } from './query';
import { type SendLimits, sendPieces } from './send';
import { textsText } from './textsText';

/** What an answer was, for those that count. */
export type Served = {
  kind: 'full' | 'changes' | 'not-modified' | 'records' | 'texts';
  bytes: number;
};

export type RouterOptions = {
  onServed?: (served: Served) => void;
  onTextMissing?: (digest: string, reason: 'gone' | 'too-long') => void;
  limits?: SendLimits;
};

const RETRY_AFTER_SECONDS = '2';

function refuse(response: Response, reason: string) {
  response
    .status(503)
    .set('Retry-After', RETRY_AFTER_SECONDS)
    .json({ error: reason });
}

/** An answer that has begun can only be cut off; its reader takes nothing of it. */
function refuseOrEnd(response: Response) {
  if (response.headersSent) {
    response.destroy();
  } else {
    refuse(response, 'The store cannot be read now');
  }
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

/** Hands what an async handler throws to the error handler; tells a client what it asked wrongly. */
function handle(
  handler: (request: Request, response: Response) => Promise<void>,
) {
  return (request: Request, response: Response, next: NextFunction) => {
    handler(request, response).catch(error => {
      if (error instanceof QueryError) {
        response.status(400).json({ error: error.message });
      } else if (error instanceof StoreUnavailable) {
        refuseOrEnd(response);
      } else {
        next(error);
      }
    });
  };
}

function notFound(response: Response, what: string) {
  response.status(404).json({ error: `There is no ${what}` });
}

/** Aborts when the client goes away. */
function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function sendChanges(content: LocationContent, options: RouterOptions) {
  return handle(async (request, response) => {
    const { since, waitMs } = changesQuery(request);
    const tag = content.tag();
    const mayWait = waitMs > 0 && request.method === 'GET';
    if (mayWait && hasTag(request, tag)) {
      const signal = goneSignal(response);
      const news = content.waiting.next(waitMs, signal);
      if (!news) {
        refuse(response, 'Too many requests wait already');
        return;
      }
      await news;
      if (signal.aborted) {
        return;
      }
    }
    response.vary('Accept-Encoding');
    if (isFresh(request, response, content.tag())) {
      options.onServed?.({ kind: 'not-modified', bytes: 0 });
      return;
    }
    const { isWhole, pieces } = content.changes(since);
    const { bytes } = await sendPieces(request, response, {
      type: NDJSON,
      pieces,
      limits: options.limits,
    });
    options.onServed?.({ kind: isWhole ? 'full' : 'changes', bytes });
  });
}

function sendTexts(content: LocationContent, options: RouterOptions) {
  return handle(async (request, response) => {
    const pieces = textsText({
      digests: textsQuery(request),
      textOf: digest => content.text(digest),
      onMissing: options.onTextMissing,
    });
    response.set('Cache-Control', 'private, no-cache');
    const { bytes } = await sendPieces(request, response, {
      type: NDJSON,
      pieces,
      limits: options.limits,
    });
    options.onServed?.({ kind: 'texts', bytes });
  });
}

function sendRecords(content: LocationContent, options: RouterOptions) {
  return handle(async (request, response) => {
    response.vary('Accept-Encoding');
    if (isFresh(request, response, content.tag())) {
      options.onServed?.({ kind: 'not-modified', bytes: 0 });
      return;
    }
    const { bytes } = await sendPieces(request, response, {
      type: 'json',
      pieces: content.records(),
      limits: options.limits,
    });
    options.onServed?.({ kind: 'records', bytes });
  });
}

function sendCard(content: LocationContent) {
  return handle(async (request, response) => {
    const key = keyQuery(request);
    const card = key === undefined ? undefined : await content.card(key);
    if (!card) {
      notFound(response, 'model card with this key');
      return;
    }
    response.vary('Accept-Encoding');
    if (!isFresh(request, response, card.digest)) {
      await sendPieces(request, response, {
        type: 'text/markdown',
        pieces: [card.text],
      });
    }
  });
}

function sendDocument(content: LocationContent) {
  return handle(async (request, response) => {
    const document = await content.document(request.path);
    if (document) {
      await sendPieces(request, response, {
        type: 'json',
        pieces: [JSON.stringify(document)],
      });
    } else {
      notFound(response, 'document at this path');
    }
  });
}

function sendList(content: LocationContent) {
  return handle(async (request, response) => {
    await sendPieces(request, response, {
      type: 'json',
      pieces: [JSON.stringify({ uris: content.uris() })],
    });
  });
}

/**
 * The location service: the routes that the plugins of RHDH 1.8 and later
 * call, and our own for everything, changes and texts. Read-only.
 */
export function locationRouter(
  content: LocationContent,
  options: RouterOptions = {},
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const ready = unless(notYet, content);
  router.get(CHANGES_PATH, ready, sendChanges(content, options));
  router.get(TEXTS_PATH, ready, sendTexts(content, options));
  router.get(SNAPSHOT_PATH, ready, sendRecords(content, options));
  router.get('/modelcard', ready, sendCard(content));
  const oldReaders = unless(notYetForOldReaders, content);
  router.get('/list', oldReaders, sendList(content));
  router.get(
    /^\/[^/]+\/[^/]+\/model-catalog\.json$/,
    oldReaders,
    sendDocument(content),
  );
  return router;
}

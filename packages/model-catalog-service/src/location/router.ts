import { type Response, Router } from 'express';
import {
  CHANGES_PATH,
  NDJSON,
  SNAPSHOT_PATH,
  TEXTS_PATH,
} from '@model-catalog/common';
import { addCompatibleRoutes } from './compatibleRoutes';
import { hasTag, isAsFresh } from './conditional';
import type { LocationContent } from './content';
import { notYet } from './gate';
import { handle, refuse, unless } from './handle';
import { addOpenApi } from './openapi/routes';
import { changesQuery, textsQuery } from './query';
import { type SendLimits, sendPieces } from './send';
import { textsText } from './textsText';
import { untilReady } from './untilReady';

/** What an answer was, for those that count. */
export type Served = {
  kind: 'full' | 'changes' | 'not-modified' | 'records' | 'texts';
  /** As they went out, headers not counted. */
  bytes: number;
};

export type RouterOptions = {
  onServed?: (served: Served) => void;
  onTextMissing?: (digest: string, reason: 'gone' | 'too-long') => void;
  limits?: SendLimits;
};

/** Aborts when the client goes away. */
function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function sendChanges(content: LocationContent, options: RouterOptions) {
  return handle(async (request, response) => {
    const query = changesQuery(request);
    const { since } = query;
    const waitMs = request.method === 'GET' ? query.waitMs : 0;
    const signal = goneSignal(response);
    const reason = await untilReady(content, { waitMs, signal });
    if (signal.aborted) {
      return;
    }
    if (reason !== undefined) {
      refuse(response, reason);
      return;
    }
    if (waitMs > 0 && hasTag(request, content.tag())) {
      const isNews = () =>
        !hasTag(request, content.tag()) ||
        notYet(content.state()) !== undefined;
      const news = content.waiting.next(waitMs, signal, isNews);
      if (!news) {
        refuse(response, 'Too many requests wait already');
        return;
      }
      await news;
      if (signal.aborted) {
        return;
      }
      // News may be that the store was emptied: then nothing was removed.
      const lost = notYet(content.state());
      if (lost !== undefined) {
        refuse(response, lost);
        return;
      }
    }
    if (isAsFresh(request, response, content.tag())) {
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
    if (isAsFresh(request, response, content.tag())) {
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

/**
 * The location service: our own routes for everything, changes and texts, and
 * the compatible ones. Read-only.
 */
export function locationRouter(
  content: LocationContent,
  options: RouterOptions = {},
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  addOpenApi(router);
  const ready = unless(notYet, content);
  router.get(CHANGES_PATH, sendChanges(content, options));
  router.get(TEXTS_PATH, ready, sendTexts(content, options));
  router.get(SNAPSHOT_PATH, ready, sendRecords(content, options));
  addCompatibleRoutes(router, content);
  return router;
}

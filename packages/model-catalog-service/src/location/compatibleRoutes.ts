import type { Router } from 'express';
import { isFresh } from './conditional';
import type { LocationContent } from './content';
import { notYet, notYetForOldReaders } from './gate';
import { handle, notFound, unless } from './handle';
import { cardQuery } from './query';
import { sendPieces } from './send';

function sendCard(content: LocationContent) {
  return handle(async (request, response) => {
    const { key, wantedFor } = cardQuery(request);
    const card = await content.card(key, wantedFor);
    if (!card) {
      notFound(
        response,
        key === undefined && wantedFor
          ? 'model server with this key that can be called'
          : 'model card with this key',
      );
      return;
    }
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
      pieces: [JSON.stringify({ uris: await content.uris() })],
    });
  });
}

/** Adds what the plugins of RHDH 1.8 and later call, and what reads model cards. */
export function addCompatibleRoutes(
  router: Router,
  content: LocationContent,
): void {
  router.get('/modelcard', unless(notYet, content), sendCard(content));
  const oldReaders = unless(notYetForOldReaders, content);
  router.get('/list', oldReaders, sendList(content));
  router.get(
    /^\/[^/]+\/[^/]+\/model-catalog\.json$/,
    oldReaders,
    sendDocument(content),
  );
}

import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';
import { HttpError } from '../../http/errors';
import { fetchJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import type { InferenceServer } from '../objects';
import { readDefinition } from './definition';
import { messageOf } from '../../messageOf';

/** What asking one server brought. */
export type ProbeOutcome =
  | { kind: 'found'; digest: string; text: string }
  /** It answers, but not with a definition: there is no use in asking soon again. */
  | { kind: 'refused'; reason: string }
  /** It does not answer (yet). */
  | { kind: 'silent'; reason: string }
  /** It answers with something that is meant as a definition and is none. */
  | { kind: 'invalid'; url: string; field?: string; reason: string };

export type ProbeOptions = {
  http: HttpClient;
  timeoutMs: number;
  maxBytes: number;
};

function webUrl(written: string | undefined): string[] {
  if (written === undefined || !URL.canParse(written)) {
    return [];
  }
  const url = new URL(written);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.username || url.password) {
    return [];
  }
  return [`${url.origin}${url.pathname.replace(/\/+$/, '')}`];
}

/** The addresses that the server's own status names, the one for readers first. */
export function urlsOf(server: InferenceServer): string[] {
  const urls = [...webUrl(server.externalUrl), ...webUrl(server.internalUrl)];
  return [...new Set(urls)];
}

/** Where to ask, in order: inside of the cluster first. */
export function candidatesOf(server: InferenceServer): string[] {
  return urlsOf(server)
    .reverse()
    .map(url => `${url}/openapi.json`);
}

function outcomeOf(error: unknown): ProbeOutcome {
  const reason = messageOf(error);
  const isAnswer =
    error instanceof HttpError &&
    (error.kind === 'content' ||
      error.kind === 'redirect' ||
      error.kind === 'too-large' ||
      (error.status !== undefined && error.status < 500));
  return { kind: isAnswer ? 'refused' : 'silent', reason };
}

/** The better news of two candidates: any answer tells more than silence. */
const RANK = { found: 3, invalid: 2, refused: 1, silent: 0 } as const;

/**
 * Asks one server for its definition, without any credential and nowhere but
 * at the hosts that its own status names.
 */
export async function probe(
  server: InferenceServer,
  { http, timeoutMs, maxBytes }: ProbeOptions,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  let best: ProbeOutcome = { kind: 'silent', reason: 'it has no web URL' };
  for (const [index, url] of candidatesOf(server).entries()) {
    let outcome: ProbeOutcome;
    try {
      const body = await fetchJson(
        http,
        {
          url,
          headers: { accept: 'application/json' },
          signal,
          timeoutMs,
          maxBytes,
        },
        z.unknown(),
      );
      const reading = readDefinition(body, urlsOf(server));
      outcome = reading.ok
        ? { kind: 'found', digest: digestOf(reading.text), text: reading.text }
        : { ...reading, kind: 'invalid', url };
    } catch (error) {
      outcome = outcomeOf(error);
    }
    if (outcome.kind === 'found') {
      return outcome;
    }
    if (index === 0 || RANK[outcome.kind] > RANK[best.kind]) {
      best = outcome;
    }
  }
  return best;
}

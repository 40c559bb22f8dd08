import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/** Asks `probe` until it answers something true; says `what` was awaited when it never does. */
export async function waitFor(what, probe, seconds = 120) {
  const until = Date.now() + seconds * 1000;
  let last = '';
  while (Date.now() < until) {
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      last = ` Last error: ${error.cause?.message ?? error.message}`;
    }
    await delay(150);
  }
  throw new Failure(`${what} did not happen within ${seconds} s.${last}`);
}

/** Whether a URL answers 2xx. */
export async function isOk(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.ok;
}

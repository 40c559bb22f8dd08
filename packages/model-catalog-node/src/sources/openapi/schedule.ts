import { digestOf } from '@model-catalog/common';
import type { InferenceServer } from '../objects';
import type { ProbeOutcome } from './probe';
import { urlsOf } from './urls';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * When a server is asked again.
 *
 * | outcome | first | then doubled up to |
 * |---|---|---|
 * | found | 1 h | 1 h |
 * | silent (it starts, or is gone) | 2 s | 5 min |
 * | refused (401, 404, a page) | 30 s | 30 min |
 * | invalid | 5 min | 30 min |
 */
export const DEFAULT_SCHEDULE: Schedule = {
  found: { firstMs: 60 * MINUTE, maxMs: 60 * MINUTE },
  silent: { firstMs: 2 * SECOND, maxMs: 5 * MINUTE },
  refused: { firstMs: 30 * SECOND, maxMs: 30 * MINUTE },
  invalid: { firstMs: 5 * MINUTE, maxMs: 30 * MINUTE },
};

/** Pauses in milliseconds. */
export type Schedule = Record<
  ProbeOutcome['kind'],
  { firstMs: number; maxMs: number }
>;

/** The pause after the `times`th outcome of one kind in a row, counted from 1. */
export function pauseAfter(
  kind: ProbeOutcome['kind'],
  times: number,
  schedule: Schedule,
): number {
  const { firstMs, maxMs } = schedule[kind];
  return Math.min(maxMs, firstMs * 2 ** Math.min(times - 1, 20));
}

/** Changes when there may be another definition: another object, spec or address. */
export function fingerprintOf(server: InferenceServer): string {
  const { uid, generation, runtime, modelFormat, servedName } = server;
  const kind = [runtime, modelFormat, servedName, server.authentication];
  return digestOf(JSON.stringify([uid, generation, urlsOf(server), kind]));
}

import { z } from 'zod/v4';
import { StoreConflict, StoreError } from '../types';
import type { ConfigMapApi } from './api';
import { STATE_NAME } from './names';
import { type ConfigMap, FORMAT, NO_STATE, STATE_KEY, State } from './objects';

/** No store has more shards than this, even if a damaged state said so. */
export const MAX_SHARDS = 1000;

const Format = z.object({ format: z.number() });

/** What a ConfigMap says as the state. Throws when a newer release wrote it. */
export function readState(
  map: ConfigMap | undefined,
  label: string,
): { state?: State; issues: string[] } {
  const text = map?.data?.[STATE_KEY];
  if (text === undefined) {
    return { issues: [] };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const format = Format.safeParse(json).data?.format ?? FORMAT;
  if (format > FORMAT) {
    throw new StoreError(
      `ConfigMap ${label} was written by a newer release (format ${format}, this one knows ${FORMAT}); run that release, or delete the ConfigMaps bac-import-model* to start anew`,
    );
  }
  const parsed = State.safeParse(json);
  return parsed.success && parsed.data.shards.length <= MAX_SHARDS
    ? { state: parsed.data, issues: [] }
    : {
        issues: [
          `ConfigMap ${label}: ${STATE_KEY} cannot be read; the next complete run writes it again`,
        ],
      };
}

/** Writes the state; refused when `map` is not the newest version of it. */
export function writeState(
  api: ConfigMapApi,
  map: ConfigMap | undefined,
  state: State,
): Promise<ConfigMap> {
  const data = { ...map?.data, [STATE_KEY]: JSON.stringify(state) };
  return map ? api.replace(map, { data }) : api.create(STATE_NAME, { data });
}

/** The epoch that the state names now; 0 when there is none. */
export async function epochOf(api: ConfigMapApi): Promise<number> {
  const map = await api.get(STATE_NAME);
  return readState(map, api.label(STATE_NAME)).state?.epoch ?? 0;
}

const TRIES = 5;

/**
 * Writes a higher epoch into the state, and nothing else: whatever another
 * writer has planned on the state before is refused from here on.
 */
export async function raiseEpoch(
  api: ConfigMapApi,
  epoch: number,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const map = await api.get(STATE_NAME);
    const { state = NO_STATE } = readState(map, api.label(STATE_NAME));
    if (state.epoch >= epoch) {
      return;
    }
    try {
      await writeState(api, map, { ...state, epoch });
      return;
    } catch (error) {
      if (!(error instanceof StoreConflict) || tries === TRIES) {
        throw error;
      }
    }
  }
}

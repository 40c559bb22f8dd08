import {
  DEFAULT_LIMITS,
  type StoreUse,
  type StoreView,
} from '@model-catalog/node';
import { inWords } from '../failure';
import { counted } from '../counted';
import type { Finding } from '../types';

/** What the store says of itself. */
export type StoreFacts = {
  /** As `STORAGE_TYPE` names it. */
  type: string;
  view?: Pick<
    StoreView,
    'synced' | 'unfinished' | 'issues' | 'records' | 'missingTexts' | 'status'
  >;
  error?: unknown;
};

const MIB = 1024 * 1024;
const shown = (bytes: number) => `${Math.ceil(bytes / 1024)} KiB`;

const STORE = { id: 'store.view', title: 'Store' };

/**
 * | store | verdict |
 * |---|---|
 * | cannot be read | fail |
 * | in memory | warn: nothing is kept |
 * | damaged in places, a write did not end, texts are gone | warn: the writer repairs it |
 * | no sync was completed into it | warn |
 * | else | ok |
 */
export function judgeStore({ type, view, error }: StoreFacts): Finding {
  if (!view) {
    return error === undefined
      ? {
          ...STORE,
          verdict: 'warn',
          found: `${type}: nothing is kept`,
          nextStep: 'Set STORAGE_TYPE to ConfigMap or PostgreSQL',
        }
      : {
          ...STORE,
          verdict: 'fail',
          found: `${type}: ${inWords(error)}`,
          nextStep:
            type === 'PostgreSQL'
              ? 'Look at POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRESQL_DATABASE and PGSSLMODE, and whether the database takes connections from here'
              : 'Grant the rights to configmaps named above, in the namespace of the connector',
        };
  }
  const found = `${type}: ${counted(view.records.size, 'record')}`;
  const missing = view.missingTexts?.size ?? 0;
  const flaws = [
    ...(view.unfinished ? ['a write did not end, or goes on now'] : []),
    ...view.issues.slice(0, 3),
    ...(missing > 0 ? [`${missing} texts are gone`] : []),
  ];
  if (flaws.length > 0) {
    return {
      ...STORE,
      verdict: 'warn',
      found: `${found}; ${flaws.join('; ')}`,
      nextStep:
        'Nothing, if a rhoai-normalizer (or all) runs: its next run repairs it. Look again in a minute',
    };
  }
  return view.synced
    ? { ...STORE, verdict: 'ok', found }
    : {
        ...STORE,
        verdict: 'warn',
        found: `${found}; no sync was ever completed into it`,
        nextStep:
          'Start rhoai-normalizer (or all), or look at its log: /readyz says what it waits for',
      };
}

/** How much room the ConfigMaps have. */
export function judgeStoreUse(use: StoreUse): Finding[] {
  const shards = use.maps.filter(({ isShard }) => isShard);
  const total = use.maps.reduce((sum, { bytes }) => sum + bytes, 0);
  const full = shards.filter(({ bytes }) => bytes > DEFAULT_LIMITS.maxBytes);
  const largest = [...use.maps].sort((a, b) => b.bytes - a.bytes)[0];
  const base = { id: 'store.size', title: 'ConfigMaps' };
  const found = `${counted(use.maps.length, 'ConfigMap')}, ${
    shards.length
  } with records, ${shown(total)} in all${
    largest
      ? `; ${largest.name} has ${shown(largest.bytes)} of ${shown(
          MIB,
        )}, ${shown(Math.max(0, MIB - largest.bytes))} left`
      : ''
  }`;
  const size: Finding =
    full.length > 0
      ? {
          ...base,
          verdict: 'fail',
          found: `${found}; full: ${full.map(({ name }) => name).join(', ')}`,
          nextStep:
            'Something else wrote into it: ours stay below 960 KiB and go on in the next ConfigMap. Stop the sidecar of the connector before (model-catalog-storage-rest), take out what is not needed, or move to STORAGE_TYPE=PostgreSQL',
        }
      : { ...base, verdict: 'ok', found };
  return [size, judgeLease(use)];
}

function judgeLease({ lease }: StoreUse): Finding {
  const base = { id: 'store.writer', title: 'Who writes' };
  if (!lease) {
    return {
      ...base,
      verdict: 'warn',
      found: 'nobody has ever claimed the store',
      nextStep: 'Start rhoai-normalizer (or all)',
    };
  }
  return lease.holder === ''
    ? {
        ...base,
        verdict: 'warn',
        found: `nobody: it was given back (epoch ${lease.epoch})`,
        nextStep: 'Start rhoai-normalizer (or all)',
      }
    : {
        ...base,
        verdict: 'ok',
        found: `${lease.holder} (epoch ${lease.epoch})`,
      };
}

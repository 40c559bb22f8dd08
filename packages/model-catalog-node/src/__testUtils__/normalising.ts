import { digestOf } from '@model-catalog/common';
import { normalise } from '../normalise/normalise';
import type {
  NormaliseInput,
  NormaliseOptions,
  NormaliseOutput,
} from '../normalise/types';
import type { StoredRecord } from '../records/stored';

const options: NormaliseOptions = {
  cluster: 'local',
  defaultOwner: 'rhdh-rhoai-bridge',
  defaultLifecycle: 'development',
};

/** One object for each, as what was made is remembered for the same options only. */
const withKeep = new Map<unknown, NormaliseOptions>();

function packing(keep: NormaliseOptions['keep']): NormaliseOptions {
  const made = withKeep.get(keep) ?? { ...options, keep };
  withKeep.set(keep, made);
  return made;
}

function optionsOf(
  keep: NormaliseOptions['keep'],
  more: Partial<NormaliseOptions> | undefined,
): NormaliseOptions {
  const known = keep ? packing(keep) : options;
  return more ? { ...known, ...more } : known;
}

export function run(
  input: Partial<Omit<NormaliseInput, 'texts'>>,
  texts: readonly string[] = [],
  keep?: NormaliseOptions['keep'],
  more?: Partial<NormaliseOptions>,
): NormaliseOutput {
  const byDigest = new Map(texts.map(text => [digestOf(text), text]));
  return normalise(
    {
      servers: [],
      registryObjects: [],
      catalogModels: [],
      apis: [],
      unsettledRegistries: new Set(),
      stored: new Map(),
      ...input,
      texts: { text: digest => byDigest.get(digest) },
    },
    optionsOf(keep, more),
  );
}

export const keysOf = ({ records }: NormaliseOutput) =>
  records.map(({ record }) => record.key);

export function modelOf({ records }: NormaliseOutput, key?: string) {
  for (const { record } of records) {
    if (record.kind === 'model' && (key === undefined || record.key === key)) {
      return record;
    }
  }
  throw new Error('no such model');
}

export function serverOf({ records }: NormaliseOutput) {
  for (const { record } of records) {
    if (record.kind === 'server') {
      return record;
    }
  }
  throw new Error('no server');
}

export const reasons = ({ issues }: NormaliseOutput) =>
  issues.map(({ object, field, reason }) => `${object} ${field}: ${reason}`);

export const asStored = ({ records }: NormaliseOutput) =>
  new Map<string, StoredRecord>(records.map(r => [r.record.key, r]));

import {
  isServer,
  keyOf,
  type StoredRecord,
  unpacked,
} from '@model-catalog/node';
import { bySources, sayingTheSame } from './facts';
import { fieldsOf } from './fields';
import type { Place } from './places';
import { settingsOf } from './settings';
import { differing, draftsOf, sameIn, type Trial } from './trial';

export type ExplainOptions = Pick<Trial, 'normalise' | 'hub'>;

export type Explained = {
  ref: string;
  /** Key of its record. */
  key: string;
  /** Id of the source that decides whether it exists. */
  source: string;
  fields: readonly { field: string; value: string; from: readonly Place[] }[];
};

const ITSELF: Place = {
  object: 'this connector',
  key: 'the same for every entity of the kind',
};
const MOST = 4;

/** The records that are joined with this one. */
function relatedTo(
  record: StoredRecord,
  records: ReadonlyMap<string, StoredRecord>,
): StoredRecord[] {
  const key = keyOf(record);
  const others = isServer(record)
    ? record.record.models.flatMap(model => records.get(model) ?? [])
    : [...records.values()]
        .filter(isServer)
        .filter(one => one.record.models.includes(key));
  return [record, ...others].map(one => unpacked(one));
}

/** `kind:namespace/name`, where kind and namespace may be left out. */
function isMeant(record: StoredRecord, asked: string): boolean {
  const { kind, name, key } = record.record;
  const [, kindAsked, nameAsked = asked] =
    /^(?:(\w+):)?(?:default\/)?([^/]+)$/.exec(asked.toLowerCase()) ?? [];
  const kinds = kind === 'server' ? ['component', 'api'] : ['resource'];
  return (
    key === asked ||
    (name.toLowerCase() === nameAsked &&
      (kindAsked === undefined || kinds.includes(kindAsked)))
  );
}

/**
 * Says of each field of an entity what it was made of: each fact of its
 * sources is changed in turn, the same pure join is run on it, and the fields
 * that come out otherwise are made of that fact. So nothing has to be written
 * down in a normal run, and what is told is what happens.
 *
 * @returns `undefined` when no stored record has this entity
 */
export function explainEntity(
  asked: string,
  records: ReadonlyMap<string, StoredRecord>,
  options: ExplainOptions,
): Explained | undefined {
  const record = [...records.values()].find(one => isMeant(one, asked));
  if (!record) {
    return undefined;
  }
  const stored = relatedTo(record, records);
  const trial: Trial = { records: stored, ...options };
  const isApi = /^api:/i.test(asked);
  const draft = draftsOf(trial, stored).find(
    ({ key, entity }) =>
      key === keyOf(record) && (entity.kind === 'API') === isApi,
  );
  if (!draft) {
    return undefined;
  }
  const base = fieldsOf(draft.entity);
  const target = { draft, stored };
  const from = bySources(target, base, trial);
  for (const [place, change] of settingsOf(trial)) {
    for (const field of differing(
      base,
      sameIn({ ...trial, ...change }, target),
    )) {
      from.set(field, [...(from.get(field) ?? []), { place, isSaid: true }]);
    }
  }
  return {
    ref: draft.ref,
    key: draft.key,
    source: draft.source,
    fields: [...base].map(([field, value]) => {
      const found = from.get(field) ?? sayingTheSame(value, stored);
      const places = [...found].sort(
        (a, b) => Number(b.isSaid) - Number(a.isSaid),
      );
      return {
        field,
        value,
        from:
          places.length > 0
            ? places.slice(0, MOST).map(({ place }) => place)
            : [ITSELF],
      };
    }),
  };
}

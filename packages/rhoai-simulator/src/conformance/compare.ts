import { IdMap, IdSpace, readToken } from './idMap';

/** What differs is a list of sentences; an empty list means equal. */
export type Differences = string[];

const REFERENCES = new Set([
  'registeredModelId',
  'modelVersionId',
  'servingEnvironmentId',
]);
const TIMES = new Set(['createTimeSinceEpoch', 'lastUpdateTimeSinceEpoch']);
/** Of the health answer: how long it took, and when. */
const VOLATILE = new Set(['check_duration_ms', 'timestamp']);
/** Recordings hold the first part of a model card only. */
const READ_ME_CUT = 300;

export interface Comparison {
  readonly ids: IdMap;
  readonly space: IdSpace;
}

/**
 * Compares two JSON bodies: field names, types, order and values. Ids may
 * differ if they do so consistently; times may differ, but must be equal to
 * each other, or apart, where the recorded ones are.
 */
export function compareBodies(
  recorded: unknown,
  ours: unknown,
  comparison: Comparison,
): Differences {
  return compare(recorded, ours, '$', comparison);
}

function compare(
  recorded: unknown,
  ours: unknown,
  at: string,
  comparison: Comparison,
): Differences {
  if (kindOf(recorded) !== kindOf(ours)) {
    return [`${at}: ${kindOf(ours)} instead of ${kindOf(recorded)}`];
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    return [
      ...(recorded.length === ours.length
        ? []
        : [`${at}: ${ours.length} items instead of ${recorded.length}`]),
      ...recorded.flatMap((item, index) =>
        index < ours.length
          ? compare(item, ours[index], `${at}[${index}]`, comparison)
          : [],
      ),
    ];
  }
  if (isObject(recorded) && isObject(ours)) {
    const there = new Map(Object.entries(recorded));
    const here = new Map(Object.entries(ours));
    return compareObjects(there, here, at, comparison);
  }
  return recorded === ours
    ? []
    : [`${at}: ${JSON.stringify(ours)} instead of ${JSON.stringify(recorded)}`];
}

function compareObjects(
  recorded: ReadonlyMap<string, unknown>,
  ours: ReadonlyMap<string, unknown>,
  at: string,
  comparison: Comparison,
): Differences {
  const result: Differences = [
    ...[...recorded.keys()]
      .filter(key => !ours.has(key))
      .map(key => `${at}.${key}: absent`),
    ...[...ours.keys()]
      .filter(key => !recorded.has(key))
      .map(key => `${at}.${key}: not in the recording`),
    ...compareTimes(recorded, ours, at),
  ];
  for (const [key, value] of recorded) {
    if (ours.has(key)) {
      result.push(
        ...compareField(key, value, ours.get(key), `${at}.${key}`, comparison),
      );
    }
  }
  return result;
}

function compareField(
  key: string,
  recorded: unknown,
  ours: unknown,
  at: string,
  comparison: Comparison,
): Differences {
  if (typeof recorded !== typeof ours) {
    return [`${at}: ${typeof ours} instead of ${typeof recorded}`];
  }
  if (VOLATILE.has(key)) {
    return [];
  }
  if (typeof recorded !== 'string' || typeof ours !== 'string') {
    return compare(recorded, ours, at, comparison);
  }
  if (key === 'id' && /^\d+$/.test(recorded)) {
    return compareIds(recorded, ours, at, comparison, comparison.space);
  }
  if (REFERENCES.has(key)) {
    return compareIds(recorded, ours, at, comparison, 'other');
  }
  if (TIMES.has(key)) {
    return /^\d{13}$/.test(ours) ? [] : [`${at}: ${ours} is no time`];
  }
  if (key === 'nextPageToken') {
    return compareTokens(recorded, ours, at, comparison);
  }
  if (key === 'readme' && recorded.length === READ_ME_CUT) {
    return compare(recorded, ours.slice(0, READ_ME_CUT), at, comparison);
  }
  return compare(recorded, ours, at, comparison);
}

function compareIds(
  recorded: string,
  ours: string,
  at: string,
  { ids }: Comparison,
  space: IdSpace,
): Differences {
  return /^\d+$/.test(ours) && ids.agree(space, recorded, ours)
    ? []
    : [`${at}: ${ours} is not the row that ${recorded} is in the recording`];
}

function compareTokens(
  recorded: string,
  ours: string,
  at: string,
  comparison: Comparison,
): Differences {
  const there = readToken(recorded);
  const here = readToken(ours);
  if (!there || !here) {
    return recorded === ours ? [] : [`${at}: ${ours} instead of ${recorded}`];
  }
  const id = compareIds(there.id, here.id, at, comparison, comparison.space);
  const isTime = /^\d{13}$/.test(there.value) && /^\d{13}$/.test(here.value);
  const isId = there.value === there.id && here.value === here.id;
  const same = isTime || isId || there.value === here.value;
  return same ? id : [...id, `${at}: value ${here.value}`];
}

function compareTimes(
  recorded: ReadonlyMap<string, unknown>,
  ours: ReadonlyMap<string, unknown>,
  at: string,
): Differences {
  const touched = (row: ReadonlyMap<string, unknown>) =>
    row.get('createTimeSinceEpoch') !== row.get('lastUpdateTimeSinceEpoch');
  return touched(recorded) === touched(ours)
    ? []
    : [`${at}: updated after its creation, or not, unlike the recording`];
}

function kindOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is object {
  return kindOf(value) === 'object';
}

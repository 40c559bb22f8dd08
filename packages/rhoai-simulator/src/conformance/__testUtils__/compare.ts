import { IdMap, IdSpace, readToken } from './idMap';

/** What differs, as sentences; an empty list means equal. */
export type Differences = string[];

/** A recorded value, ours, and where they are. */
interface Pair {
  readonly recorded: unknown;
  readonly ours: unknown;
  readonly at: string;
}

const REFERENCES = new Set([
  'registeredModelId',
  'modelVersionId',
  'servingEnvironmentId',
]);
const TIMES = new Set(['createTimeSinceEpoch', 'lastUpdateTimeSinceEpoch']);
/** Of the health answer: how long it took, and when. */
const VOLATILE = new Set(['check_duration_ms', 'timestamp']);
/** How recordings mark a model card of which they hold the start only. */
const README_CUT = '…(cut)';

/**
 * Compares JSON bodies: field names, types, order and values. Ids may differ if
 * they do so consistently; times may differ, but must be equal to each other,
 * or apart, where the recorded ones are.
 */
export class BodyComparer {
  private readonly ids: IdMap;
  private readonly space: IdSpace;

  constructor(ids: IdMap, space: IdSpace) {
    this.ids = ids;
    this.space = space;
  }

  compare(recorded: unknown, ours: unknown): Differences {
    return this.values({ recorded, ours, at: '$' });
  }

  private values({ recorded, ours, at }: Pair): Differences {
    if (kindOf(recorded) !== kindOf(ours)) {
      return [`${at}: ${kindOf(ours)} instead of ${kindOf(recorded)}`];
    }
    if (Array.isArray(recorded) && Array.isArray(ours)) {
      return this.arrays(recorded, ours, at);
    }
    if (isObject(recorded) && isObject(ours)) {
      return this.objects(
        new Map(Object.entries(recorded)),
        new Map(Object.entries(ours)),
        at,
      );
    }
    return unequal({ recorded, ours, at });
  }

  private arrays(
    recorded: readonly unknown[],
    ours: readonly unknown[],
    at: string,
  ): Differences {
    const result =
      recorded.length === ours.length
        ? []
        : [`${at}: ${ours.length} items instead of ${recorded.length}`];
    const common = recorded.slice(0, ours.length);
    for (const [index, item] of common.entries()) {
      result.push(
        ...this.values({
          recorded: item,
          ours: ours[index],
          at: `${at}[${index}]`,
        }),
      );
    }
    return result;
  }

  private objects(
    recorded: ReadonlyMap<string, unknown>,
    ours: ReadonlyMap<string, unknown>,
    at: string,
  ): Differences {
    const result = touched(recorded) === touched(ours) ? [] : [`${at}: stamps`];
    for (const [key, value] of recorded) {
      if (ours.has(key)) {
        const field = { recorded: value, ours: ours.get(key) };
        result.push(...this.field(key, { ...field, at: `${at}.${key}` }));
      } else {
        result.push(`${at}.${key}: absent`);
      }
    }
    const more = [...ours.keys()].filter(key => !recorded.has(key));
    return [...result, ...more.map(key => `${at}.${key}: not recorded`)];
  }

  private field(key: string, pair: Pair): Differences {
    const { recorded, ours, at } = pair;
    if (VOLATILE.has(key)) {
      return typeof recorded === typeof ours ? [] : unequal(pair);
    }
    if (typeof recorded === 'string' && typeof ours === 'string') {
      return this.text(key, { recorded, ours, at });
    }
    return this.values(pair);
  }

  private text(
    key: string,
    pair: Pair & { recorded: string; ours: string },
  ): Differences {
    const { recorded, ours, at } = pair;
    if (key === 'id' && /^\d+$/.test(recorded)) {
      return this.id(pair, this.space);
    }
    if (REFERENCES.has(key)) {
      return this.id(pair, 'other');
    }
    if (TIMES.has(key)) {
      return /^\d{13}$/.test(ours) ? [] : [`${at}: ${ours} is no time`];
    }
    if (key === 'nextPageToken') {
      return this.token(pair);
    }
    if (key === 'readme' && recorded.endsWith(README_CUT)) {
      const start = recorded.slice(0, -README_CUT.length);
      return unequal({
        recorded: start,
        ours: ours.slice(0, start.length),
        at,
      });
    }
    return unequal(pair);
  }

  private id(
    { recorded, ours, at }: { recorded: string; ours: string; at: string },
    space: IdSpace,
  ): Differences {
    return /^\d+$/.test(ours) && this.ids.agree(space, recorded, ours)
      ? []
      : [`${at}: ${ours} is not the row that was ${recorded}`];
  }

  private token(pair: Pair & { recorded: string; ours: string }): Differences {
    const there = readToken(pair.recorded);
    const here = readToken(pair.ours);
    if (!there || !here) {
      return unequal(pair);
    }
    const ids = { recorded: there.id, ours: here.id, at: pair.at };
    const isTime = /^\d{13}$/.test(there.value) && /^\d{13}$/.test(here.value);
    const isId = there.value === there.id && here.value === here.id;
    const same = isTime || isId || there.value === here.value;
    return [
      ...this.id(ids, this.space),
      ...(same ? [] : [`${pair.at}: value ${here.value}`]),
    ];
  }
}

function unequal({ recorded, ours, at }: Pair): Differences {
  return recorded === ours
    ? []
    : [`${at}: ${JSON.stringify(ours)} instead of ${JSON.stringify(recorded)}`];
}

/** Whether a row was updated after it was created. */
function touched(row: ReadonlyMap<string, unknown>): boolean {
  return (
    row.get('createTimeSinceEpoch') !== row.get('lastUpdateTimeSinceEpoch')
  );
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

import {
  isServer,
  keyOf,
  type NormaliseOptions,
  replay,
  StoredRecord,
  unpacked,
} from '@model-catalog/node';
import { type Draft, draftEntities, refsOf } from '../../export/plugins';
import { type Fields, fieldsOf } from './fields';
import { type Leaf, leavesOf, othersOf, withLeaf } from './leaves';
import { type Place, placeOf } from './places';

export type ExplainOptions = {
  normalise: NormaliseOptions;
  /** As the hub is configured. */
  hub: { baseUrl: string; id: string };
};

export type Explained = {
  ref: string;
  /** Key of its record. */
  key: string;
  /** Id of the source that decides whether it exists. */
  source: string;
  fields: readonly { field: string; value: string; from: readonly Place[] }[];
};

/** Says which object something is: its change says nothing of single fields but of those that hold it. */
const IDENTITY =
  /^(server\.(name|namespace|uid|createdAt)|version\.(modelName|versionName|registry|modelId|versionId)|deployment\..*|catalogModel\.(name|sourceId|catalog))$/;
/** Made of the others. */
const DERIVED = /^\w+\.(id|type|resource|cluster)$/;

type Trial = {
  records: readonly StoredRecord[];
  normalise: NormaliseOptions;
  hub: ExplainOptions['hub'];
};

type Target = { draft: Draft; stored: readonly StoredRecord[] };

function draftsOf(
  { records, normalise, hub }: Trial,
  stored: readonly StoredRecord[],
): Draft[] {
  const made = replay(records, stored, normalise).map(({ record }) => record);
  return draftEntities(made, {
    baseUrl: hub.baseUrl,
    location: `ModelCatalogResourceEntityProvider:${hub.id}`,
    refs: new Map(made.map(record => [record.key, refsOf(record)[0]])),
  }).drafts;
}

/** The entity in a trial; under another key where its name is what was changed. */
function sameIn(trial: Trial, { draft, stored }: Target): Fields | undefined {
  const { kind } = draft.entity;
  const drafts = draftsOf(trial, stored).filter(
    ({ entity }) => entity.kind === kind,
  );
  const known = new Set(stored.map(keyOf));
  const found =
    drafts.find(({ key }) => key === draft.key) ??
    drafts.find(({ key }) => !known.has(key));
  return found && fieldsOf(found.entity);
}

function differing(base: Fields, other: Fields | undefined): string[] {
  return other === undefined
    ? []
    : [...base].flatMap(([field, value]) =>
        other.get(field) === value ? [] : [field],
      );
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

const isSaidIn = (value: string, leaf: Leaf) =>
  plain(String(leaf.value)) !== '' &&
  plain(value).includes(plain(String(leaf.value)));

/** The same fact in every record that holds it. */
function changed(
  records: readonly StoredRecord[],
  { path }: Leaf,
  instead: Leaf['value'] | undefined,
): StoredRecord[] | undefined {
  const changes = records.map(record => {
    const copy = withLeaf(record, ['facets', ...path], instead);
    return StoredRecord.safeParse(copy).data;
  });
  return changes.every(one => one !== undefined)
    ? changes.flatMap(one => one ?? [])
    : undefined;
}

type Facts = { stored: StoredRecord; leaf: Leaf; name: string }[];

/** Every fact of these records, each once. */
function factsOf(records: readonly StoredRecord[]): Facts {
  const seen = new Set<string>();
  return records.flatMap(stored =>
    leavesOf(stored.facets).flatMap(leaf => {
      const name = leaf.path.join('.');
      const { object } = placeOf(stored, leaf.path);
      const id = `${object}\n${name}`;
      if (seen.has(id) || DERIVED.test(name) || leaf.path.length < 2) {
        return [];
      }
      seen.add(id);
      return [{ stored, leaf, name }];
    }),
  );
}

/** Records that hold the same object as this one, and the others. */
function holding(records: readonly StoredRecord[], fact: Facts[number]) {
  const { object } = placeOf(fact.stored, fact.leaf.path);
  return (record: StoredRecord) =>
    placeOf(record, fact.leaf.path).object === object &&
    records.includes(record);
}

function bySources(target: Target, base: Fields, trial: Trial) {
  const from = new Map<string, { place: Place; isSaid: boolean }[]>();
  for (const fact of factsOf(trial.records)) {
    const { leaf, name, stored } = fact;
    const isSame = holding(trial.records, fact);
    const place = placeOf(stored, leaf.path);
    const fields = new Set<string>();
    for (const instead of othersOf(leaf.value)) {
      const some = changed(trial.records.filter(isSame), leaf, instead);
      const records = some && [
        ...some,
        ...trial.records.filter(record => !isSame(record)),
      ];
      const other = records && sameIn({ ...trial, records }, target);
      for (const field of differing(base, other)) {
        fields.add(field);
      }
    }
    for (const field of fields) {
      const isSaid = isSaidIn(`${field} ${base.get(field)}`, leaf);
      if (isSaid || !IDENTITY.test(name)) {
        from.set(field, [...(from.get(field) ?? []), { place, isSaid }]);
      }
    }
  }
  return from;
}

const CONFIGURATION = 'configuration of the bridge';

/** Facts that say the very same: with one of them changed, another one stands in. */
function sayingTheSame(
  value: string,
  records: readonly StoredRecord[],
): { place: Place; isSaid: boolean }[] {
  return factsOf(records)
    .filter(
      ({ leaf, name }) =>
        typeof leaf.value === 'string' &&
        !IDENTITY.test(name) &&
        plain(leaf.value) !== '' &&
        plain(leaf.value) === plain(value),
    )
    .map(({ stored, leaf }) => ({
      place: placeOf(stored, leaf.path),
      isSaid: true,
    }));
}

/** What else decides, and what it is changed to in a trial. */
function settingsOf({ normalise, hub }: Trial): [Place, Partial<Trial>][] {
  const entry = `catalog.providers.modelCatalog.${hub.id}`;
  return [
    [
      { object: CONFIGURATION, key: 'DEFAULT_OWNER (owners.default)' },
      { normalise: { ...normalise, defaultOwner: 'somebody-else' } },
    ],
    [
      { object: CONFIGURATION, key: 'DEFAULT_LIFECYCLE (lifecycle.default)' },
      { normalise: { ...normalise, defaultLifecycle: 'another' } },
    ],
    [
      { object: CONFIGURATION, key: 'owners' },
      { normalise: { ...normalise, owners: undefined } },
    ],
    [
      { object: CONFIGURATION, key: 'lifecycle' },
      { normalise: { ...normalise, lifecycle: undefined } },
    ],
    [
      { object: 'configuration of the hub', key: `${entry}.baseUrl` },
      { hub: { ...hub, baseUrl: 'http://elsewhere.invalid' } },
    ],
    [
      { object: 'configuration of the hub', key: entry },
      { hub: { ...hub, id: `${hub.id}x` } },
    ],
  ];
}

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

import { parseKey } from '@model-catalog/common';
import { isServer, keyOf, type StoredRecord } from '@model-catalog/node';
import type { OldDocument } from './oldDocuments';

/**
 * | change | meaning |
 * |---|---|
 * | same | the reference stays |
 * | renamed | the entity is called otherwise |
 * | new | the connector before had none |
 * | gone | ours has none |
 */
export type Change = 'same' | 'renamed' | 'new' | 'gone';

export type Row = {
  change: Change;
  /** Reference before. */
  before?: string;
  /** Reference now. */
  now?: string;
  /** Of our record. */
  key?: string;
};

const refOf = (kind: string, name: string) =>
  `${kind}:default/${name}`.toLowerCase();

type Kind = 'resource' | 'component' | 'api';

const kindsOf = (record: StoredRecord): Kind[] =>
  isServer(record) ? ['component', 'api'] : ['resource'];

/** What the connector before may have called it, the most likely first. */
function oldNamesOf(stored: StoredRecord): string[] {
  const { name, previousName, key } = stored.record;
  const parsed = parseKey(key);
  const first = previousName ?? name;
  if (parsed?.kind !== 'server') {
    return [first];
  }
  // It knew no LLMInferenceServices.
  return parsed.resource === 'inferenceservice'
    ? [first, parsed.name, `${parsed.namespace}-${parsed.name}`]
    : [];
}

function changeOf(before: string | undefined, now: string): Change {
  if (before === undefined) {
    return 'new';
  }
  return before === now ? 'same' : 'renamed';
}

const row = (before: string | undefined, now: string, key: string): Row => ({
  change: changeOf(before, now),
  ...(before !== undefined && { before }),
  now,
  key,
});

/** Without what the connector before left: what it would have called each, by its rules. */
export function compareByRules(records: readonly StoredRecord[]): Row[] {
  return records.flatMap(stored => {
    const [old] = oldNamesOf(stored);
    return kindsOf(stored).map(kind =>
      row(
        old === undefined ? undefined : refOf(kind, old),
        refOf(kind, stored.record.name),
        keyOf(stored),
      ),
    );
  });
}

type Named = { kind: Kind; name: string; beside: readonly string[] };

/** Each entity that a document was made to, with the models beside it. */
function namedIn({ models, server }: OldDocument): Named[] {
  const beside = models;
  return [
    ...models.map(name => ({ kind: 'resource' as const, name, beside })),
    ...(server
      ? [{ kind: 'component' as const, name: server.name, beside }]
      : []),
    ...(server?.hasApi
      ? [{ kind: 'api' as const, name: server.name, beside }]
      : []),
  ];
}

/** How surely a record is what was called so: the model beside it counts more than a name that may be another's. */
function scoreOf(
  stored: StoredRecord,
  { kind, name, beside }: Named,
  oldNameOf: (key: string) => string | undefined,
): number {
  if (!kindsOf(stored).includes(kind)) {
    return 0;
  }
  const at = oldNamesOf(stored).findIndex(
    one => one.toLowerCase() === name.toLowerCase(),
  );
  if (at < 0) {
    return 0;
  }
  const models = isServer(stored) ? stored.record.models : [];
  const isBeside = models.some(model =>
    beside.some(one => one.toLowerCase() === oldNameOf(model)?.toLowerCase()),
  );
  return (isBeside ? 10 : 0) + 5 - at;
}

/** What was there before, and what is there now. */
export function compare(
  documents: readonly OldDocument[],
  records: readonly StoredRecord[],
): Row[] {
  const byKey = new Map(records.map(stored => [keyOf(stored), stored]));
  const oldNameOf = (key: string) => {
    const stored = byKey.get(key);
    return stored && oldNamesOf(stored)[0];
  };
  const rows = new Map<string, Row>();
  const taken = new Set<string>();
  for (const named of documents.flatMap(namedIn)) {
    const before = refOf(named.kind, named.name);
    const [best] = records
      .map(stored => ({ stored, score: scoreOf(stored, named, oldNameOf) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    if (best) {
      const { record } = best.stored;
      const now = refOf(named.kind, record.name);
      taken.add(now);
      rows.set(before, row(before, now, record.key));
    } else if (!rows.has(before)) {
      rows.set(before, { change: 'gone', before });
    }
  }
  for (const stored of records) {
    for (const kind of kindsOf(stored)) {
      const now = refOf(kind, stored.record.name);
      if (!taken.has(now)) {
        rows.set(`new ${now}`, row(undefined, now, keyOf(stored)));
      }
    }
  }
  return [...rows.values()];
}

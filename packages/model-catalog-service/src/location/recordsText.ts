import {
  type CatalogRecord,
  definitionMarker,
  SNAPSHOT_VERSION,
  type SourceStatus,
} from '@model-catalog/common';
import { type TextOf, withDefinition } from '@model-catalog/node';
import { jsonOf, type LocationView } from './records';

export type RecordsInput = {
  view: LocationView;
  /** The view as it is now. */
  newest: () => LocationView;
  /** Whether there is a newer revision than this one, which lacks a text. */
  isOutdated: (revision: string) => Promise<boolean>;
  sources: readonly SourceStatus[];
  removed: readonly string[];
  /** RFC 3339. */
  generatedAt: string;
  textOf: TextOf;
  onIssue: (issue: string) => void;
};

/** Records whose texts are looked up, and held, at once. */
const AT_ONCE = 8;

/** Without it in its text, a record has no definition to fill in. */
const MARKER = JSON.stringify(definitionMarker('')).slice(0, -1);

/**
 * A server's record with its definition filled in. When the text is gone with
 * the revision that named it, the record is sent as it is now; `undefined`
 * when there is none any more.
 */
async function filled(
  input: RecordsInput,
  key: string,
): Promise<string | undefined> {
  let { view } = input;
  for (;;) {
    const record: CatalogRecord | undefined = view.records.get(key)?.record;
    if (record?.kind !== 'server') {
      return record && JSON.stringify(record);
    }
    const { server, issues } = await withDefinition(
      record.server,
      input.textOf,
    );
    if (issues.length === 0 || !(await input.isOutdated(view.revision))) {
      issues.forEach(input.onIssue);
      return JSON.stringify({ ...record, server });
    }
    view = input.newest();
  }
}

/** Everything as one JSON text, see `Snapshot`, piece by piece. */
export async function* recordsText(
  input: RecordsInput,
): AsyncGenerator<string, void> {
  const { view, sources, removed, generatedAt } = input;
  const head = {
    schemaVersion: SNAPSHOT_VERSION,
    revision: view.revision,
    generatedAt,
    sources,
    removed,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"records":[`;
  let comma = '';
  let pending: Promise<string | undefined>[] = [];
  const entries = [...view.records];
  for (const [index, [key, served]] of entries.entries()) {
    const json = jsonOf(served);
    pending.push(
      json.includes(MARKER) ? filled(input, key) : Promise.resolve(json),
    );
    if (pending.length >= AT_ONCE || index === entries.length - 1) {
      for (const text of await Promise.all(pending)) {
        if (text !== undefined) {
          yield `${comma}${text}`;
          comma = ',';
        }
      }
      pending = [];
    }
  }
  yield ']}';
}

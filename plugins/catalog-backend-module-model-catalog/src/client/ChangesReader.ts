import {
  ChangesLine,
  type BeginLine,
  type CatalogRecord,
} from '@model-catalog/common';
import { z } from 'zod/v4';
import { readRecord, type BadRecord } from './badRecord';

/** A whole answer of `/api/v1/changes`. */
export type ReadChanges = Pick<
  BeginLine,
  'revision' | 'since' | 'generatedAt' | 'sources'
> & {
  records: CatalogRecord[];
  /** Records that cannot be read. */
  bad: BadRecord[];
  /** Keys that are gone since `since`. */
  gone: string[];
  /** Keys that were removed by decision some time, the newest ones. */
  removed: string[];
};

function parseLine(line: string): ChangesLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new Error(`a line is no JSON: ${cause}`, { cause });
  }
  const result = ChangesLine.safeParse(json);
  if (!result.success) {
    throw new Error(
      `a line is none of a known version: ${z.prettifyError(result.error)}`,
    );
  }
  return result.data;
}

/**
 * Takes the lines of one answer, and gives what they say once the last one is
 * there. An answer that is cut off, or whose numbers do not agree, is none.
 */
export class ChangesReader {
  private begin: BeginLine | undefined;
  private ended: number | undefined;
  private seen = 0;
  private readonly records: CatalogRecord[] = [];
  private readonly bad: BadRecord[] = [];
  private readonly gone: string[] = [];

  /** @throws Error when the line cannot be one of such an answer at this place */
  take(text: string) {
    const line = parseLine(text);
    if (this.ended !== undefined) {
      throw new Error('a line follows the end');
    }
    if ((line.type === 'begin') !== (this.begin === undefined)) {
      throw new Error(
        this.begin ? 'it begins a second time' : 'it does not begin with begin',
      );
    }
    switch (line.type) {
      case 'begin':
        this.begin = line;
        return;
      case 'record': {
        const result = readRecord(line.record);
        if ('record' in result) {
          this.records.push(result.record);
        } else {
          this.bad.push(result.bad);
        }
        break;
      }
      case 'removed':
        this.gone.push(line.key);
        break;
      default:
        this.ended = line.count;
        return;
    }
    this.seen += 1;
  }

  /** @throws Error when the answer is not whole */
  result(): ReadChanges {
    const { begin, ended, seen } = this;
    if (!begin || ended === undefined) {
      throw new Error('the answer was cut off before its end');
    }
    if (ended !== seen || begin.count !== seen) {
      throw new Error(
        `the answer has ${seen} records, and says ${begin.count} at its beginning and ${ended} at its end`,
      );
    }
    const { revision, since, generatedAt, sources, removed } = begin;
    const { records, bad, gone } = this;
    return {
      revision,
      since,
      generatedAt,
      sources,
      removed,
      records,
      bad,
      gone,
    };
  }
}

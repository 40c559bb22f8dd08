import { unpacked } from '../../records/stored';
import type { Changes } from '../types';
import { type ApplyBegin, type ApplyLine, STORE_FORMAT } from './wire';

/** Lines are sent together up to this size, characters. */
const PIECE = 64 * 1024;

function* linesOf(
  changes: Changes,
  begin: Pick<ApplyBegin, 'revision' | 'epoch' | 'since'>,
): Generator<ApplyLine> {
  const { upsert, remove, blobs, completedSources, status } = changes;
  yield {
    type: 'begin',
    format: STORE_FORMAT,
    ...begin,
    completedSources: [...completedSources],
    ...(status && {
      status: { sources: [...status.sources], removed: [...status.removed] },
    }),
  };
  for (const stored of upsert) {
    const { record, facets } = unpacked(stored);
    yield { type: 'record', record, facets };
  }
  for (const key of remove) {
    yield { type: 'removed', key };
  }
  for (const [digest, text] of blobs) {
    yield { type: 'text', digest, text };
  }
  yield { type: 'end', count: upsert.length + remove.length + blobs.size };
}

/** The body of an apply, in pieces of bounded size: it is never in memory as a whole. */
export async function* applyLines(
  changes: Changes,
  begin: Pick<ApplyBegin, 'revision' | 'epoch' | 'since'>,
): AsyncGenerator<string> {
  yield* inPieces(linesOf(changes, begin));
}

/** JSON lines, several in one piece; a text is one already. */
export function* inPieces(lines: Iterable<unknown>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += typeof line === 'string' ? line : JSON.stringify(line);
    piece += '\n';
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') {
    yield piece;
  }
}

import { canBeAiModelServer, serverRef } from '../entities';
import type {
  EntityInput,
  Issue,
  ServerInput,
  Shape,
  ShownUrls,
} from '../entities/types';
import type { Forms, Progress } from './types';

/** So many servers are shown first; one alone might collide with another provider's entity. */
const PROBES = 3;

type Input = {
  records: readonly EntityInput[];
  /** What was sent, or is in the catalog. */
  known: { has(ref: string): boolean };
  progress: Progress;
  urls?: ShownUrls;
  /** Keys of the servers that find out for the others; chosen among `records` if absent. */
  probes?: ReadonlySet<string>;
};

type One = {
  forms: readonly Shape[];
  replaced?: string;
  kept?: string;
  pending?: string;
};

const isServer = (record: EntityInput): record is ServerInput =>
  record.kind === 'server';

const other = (shape: Shape): Shape =>
  shape === 'classic' ? 'ai-model-server' : 'classic';

/**
 * Keys of the servers that find out for the others; those that were sent
 * already come first. None when there is nothing to find out.
 */
export function chooseProbes({
  records,
  known,
  progress,
  urls,
}: Omit<Input, 'probes'>): Set<string> {
  if (progress.stage === 'accepted') {
    return new Set();
  }
  const isKnown = (record: ServerInput) =>
    known.has(serverRef(record, progress.wanted));
  const rank = (record: ServerInput) =>
    `${isKnown(record) ? 0 : 1}${record.key}`;
  const able = records
    .filter(isServer)
    .filter(record => canBeAiModelServer(record, urls))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return new Set(able.slice(0, PROBES).map(({ key }) => key));
}

/**
 * What becomes of one server, of which `able` says whether it can be an
 * AiModelServerAPI at all.
 *
 * | its successor | its predecessor | forms | besides |
 * |---|---|---|---|
 * | found in the catalog | held | the new one | the predecessor goes |
 * | not found yet | held | both | it is asked for |
 * | not found yet | held, cannot be drafted | the new one | the predecessor is left as it is |
 * | - | not held | the new one | |
 */
function change(
  record: ServerInput,
  shape: Shape,
  {
    able,
    known,
    progress,
  }: Pick<Input, 'known' | 'progress'> & { able: boolean },
): One {
  const before = serverRef(record, other(shape));
  const after = serverRef(record, shape);
  if (!known.has(before)) {
    return { forms: [shape] };
  }
  if (progress.stitched.has(after)) {
    return { forms: [shape], replaced: before };
  }
  return other(shape) === 'classic' || able
    ? { forms: [shape, other(shape)], pending: after }
    : { forms: [shape], kept: before, pending: after };
}

function probe(record: ServerInput, known: Input['known'], wanted: Shape): One {
  const after = serverRef(record, wanted);
  const isShown = known.has(serverRef(record, 'classic'));
  return {
    forms: isShown ? [wanted, 'classic'] : [wanted],
    pending: after,
  };
}

/** While it is not known whether the host accepts the kind, what stands stays. */
function whileProbing(record: ServerInput, known: Input['known']): One {
  const shapes: Shape[] = ['ai-model-server', 'classic'];
  return { forms: shapes.filter(shape => known.has(serverRef(record, shape))) };
}

function decide(
  record: ServerInput,
  input: Input,
  probes: ReadonlySet<string>,
): One {
  const { known, progress, urls } = input;
  const { wanted, stage } = progress;
  const able = canBeAiModelServer(record, urls);
  const changeTo = (shape: Shape) =>
    change(record, shape, { able, known, progress });
  if (!able || wanted === 'classic') {
    return changeTo('classic');
  }
  if (stage === 'accepted') {
    return changeTo(wanted);
  }
  // Where there were fewer than are needed, this one came since.
  const isProbe = probes.has(record.key) || probes.size < PROBES;
  if (stage === 'probing') {
    return isProbe ? probe(record, known, wanted) : whileProbing(record, known);
  }
  return isProbe
    ? { forms: [wanted, 'classic'], pending: serverRef(record, wanted) }
    : changeTo('classic');
}

function issueOf(record: ServerInput): Issue {
  return {
    ref: serverRef(record, 'classic'),
    field: 'spec.serverUrl',
    message:
      'it has no URL that is shown, which the kind AiModelServerAPI demands, so it is a Component',
    level: 'info',
  };
}

/**
 * Decides in which shapes each server is sent. Pure; the same input gives the
 * same answer. While nothing changes over, `pending` is empty and this costs a
 * look at each server. `records` may be a part of them, if `probes` were
 * chosen among all.
 */
export function chooseForms(input: Input): Forms {
  const probes = input.probes ?? chooseProbes(input);
  const forms = new Map<string, readonly Shape[]>();
  const replaced = new Set<string>();
  const kept = new Set<string>();
  const pending: string[] = [];
  const issues: Issue[] = [];
  for (const record of input.records.filter(isServer)) {
    if (
      input.progress.wanted !== 'classic' &&
      !canBeAiModelServer(record, input.urls)
    ) {
      issues.push(issueOf(record));
    }
    const one = decide(record, input, probes);
    forms.set(record.key, one.forms);
    if (one.replaced !== undefined) {
      replaced.add(one.replaced);
    }
    if (one.kept !== undefined) {
      kept.add(one.kept);
    }
    if (one.pending !== undefined) {
      pending.push(one.pending);
    }
  }
  return { forms, replaced, kept, pending, issues };
}

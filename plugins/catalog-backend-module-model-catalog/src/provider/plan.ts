import {
  draftEntities,
  refsOf,
  whyInvalid,
  withStandingRelations,
  type Draft,
  type EntityInput,
  type Issue,
} from '../entities';
import { decideAbsence, type Guard, type Removable } from './absence';
import { hashOf } from './hash';
import type { Known, KnownEntities } from './known';

/** An entity to send, with the digest by which it is recognised next time. */
export type Upsert = Draft & { hash: string };

/** What one answer of the location service changes. */
export type Plan = {
  added: Upsert[];
  updated: Upsert[];
  /** Sent by an earlier process: whether they changed is for the catalog to find out. */
  resent: Upsert[];
  removed: string[];
  /** Entities that stay as they are although the answer does not bear them out. */
  held: string[];
  /** The part of `held` that the answer does not have, though it could be read. */
  absent: string[];
  /** Entities that could not be made, and of which no earlier version stands. */
  skipped: number;
  /** Removals that the guard refused. */
  refused: number;
  issues: Issue[];
};

export type PlanOptions = {
  records: readonly EntityInput[];
  known: KnownEntities;
  /** Entities whose record could not be read: they stay as they are. */
  isHeld: (known: Known) => boolean;
  removable: Removable;
  guard?: Guard;
  baseUrl: string;
  hubReads?: (url: string) => boolean;
  /** Location reference that says who manages the entities. */
  location: string;
};

/** Record keys to what others relate to: the records', and of what is kept besides. */
function refsByKey(
  records: readonly EntityInput[],
  known: KnownEntities,
  kept: readonly string[],
): Map<string, string> {
  const refs = new Map<string, string>();
  for (const ref of kept) {
    const key = known.get(ref)?.key;
    if (key !== undefined && !ref.startsWith('api:')) {
      refs.set(key, ref);
    }
  }
  for (const record of records) {
    refs.set(record.key, refsOf(record)[0]);
  }
  return refs;
}

function changeOf(before: Known | undefined) {
  if (before === undefined) {
    return 'added';
  }
  return before.hash === undefined ? 'resent' : 'updated';
}

/** Leaves out what must not be touched, what is there twice, and what the catalog would refuse. */
async function validDrafts(
  drafts: readonly Draft[],
  kept: ReadonlySet<string>,
): Promise<{ valid: Map<string, Draft>; issues: Issue[] }> {
  const valid = new Map<string, Draft>();
  const issues: Issue[] = [];
  for (const draft of drafts) {
    const { ref, key, entity } = draft;
    const other = valid.get(ref);
    if (kept.has(ref)) {
      continue;
    }
    if (other) {
      const message = `${key} is left out: ${other.key} has this name already`;
      issues.push({ ref, field: 'metadata.name', message });
      continue;
    }
    const reason = await whyInvalid(entity);
    if (reason === undefined) {
      valid.set(ref, draft);
    } else {
      const message = `the catalog would refuse it, so it is left out: ${reason}`;
      issues.push({ ref, field: 'entity', message });
    }
  }
  return { valid, issues };
}

/**
 * Compares an answer with what the catalog holds. Pure but for being async,
 * as Backstage's validators are; the same input gives the same plan, and the
 * plan of what was just applied is empty.
 */
export async function plan(options: PlanOptions): Promise<Plan> {
  const { records, known, isHeld, removable, guard } = options;
  const { removed, kept, absent, refused } = decideAbsence({
    known,
    present: new Set(records.flatMap(refsOf)),
    isHeld,
    removable,
    guard,
  });
  const { drafts, issues } = draftEntities(records, {
    baseUrl: options.baseUrl,
    location: options.location,
    hubReads: options.hubReads,
    refs: refsByKey(records, known, kept),
  });
  const { valid, issues: invalid } = await validDrafts(drafts, new Set(kept));

  const left = drafts.map(({ ref }) => ref).filter(ref => !valid.has(ref));
  const held = new Set([...kept, ...left.filter(ref => known.has(ref))]);
  const standing = new Set([...valid.keys(), ...held]);

  const result: Plan = {
    added: [],
    updated: [],
    resent: [],
    removed,
    held: [...held],
    skipped: new Set(left.filter(ref => !held.has(ref))).size,
    absent,
    refused,
    issues: [...issues, ...invalid],
  };
  for (const draft of valid.values()) {
    const entity = withStandingRelations(draft.entity, standing);
    const hash = hashOf(entity);
    const before = known.get(draft.ref);
    if (before?.hash !== hash) {
      result[changeOf(before)].push({ ...draft, entity, hash });
    }
  }
  return result;
}

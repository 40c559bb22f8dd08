/**
 * Parts of a message that change with each try while nothing else does, and
 * what stands for them. Whoever watches a server that cannot start would see
 * it change for ever.
 */
const FLEETING: readonly (readonly [RegExp, string])[] = [
  // RFC 3339, and what klog begins its lines with.
  [
    /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?/g,
    '…',
  ],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '…'],
  // `back-off 2m40s restarting`, `after 15.3s`.
  [/\b(?:\d{1,6}(?:\.\d{1,9})?(?:h|ms|µs|us|ns|m|s))+\b/g, '…'],
  // The hash of a ReplicaSet, with that of a pod or without.
  [
    /\b([a-z][a-z0-9-]{0,200}-(?:predictor|transformer|deployment|kserve))-(?=[a-z0-9]*\d)[a-z0-9]{8,10}(?:-[a-z0-9]{5})?(?![a-z0-9])/g,
    '$1-…',
  ],
  // `0/12 nodes are available`, `3 Insufficient nvidia.com/gpu`.
  [/\b\d{1,6}\/\d{1,6} (nodes?|pods?|replicas?)\b/gi, '…/… $1'],
  [/\b\d{1,6} (?=Insufficient\b|node\(s\)|Preemption\b)/g, ''],
  [/\b(attempt|attempts|retry|retries|restarts?):? \d{1,9}\b/gi, '$1 …'],
];

/** A message without what changes with each try. */
export function steady(text: string): string {
  return FLEETING.reduce(
    (kept, [fleeting, shown]) => kept.replace(fleeting, shown),
    text,
  );
}

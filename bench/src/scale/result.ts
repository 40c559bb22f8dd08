import type {
  Arrival,
  Comparison,
  Own,
  Ratios,
  Resident,
  ScaleResult,
} from './types';

/** What the parts of one run found. */
export type Found = Pick<
  ScaleResult,
  | 'models'
  | 'distinct'
  | 'importMb'
  | 'failures'
  | 'partSeconds'
  | 'loadAverage'
> & {
  ours?: Own & { resident: Resident };
  bare?: Arrival & { hostWrites: Record<string, number> };
  existing?: Comparison & { resident: Resident };
  three?: Resident;
};

const times = (a: number | undefined, b: number | undefined) =>
  a === undefined || !b ? undefined : Math.round((a / b) * 100) / 100;

function ratiosOf({ ours, bare, existing }: Found): Ratios {
  return {
    committedSooner: times(existing?.committedSeconds, ours?.committedSeconds),
    requestsFewer: times(existing?.locationRequests, ours?.locationRequests),
    visibleToBare: times(ours?.visibleSeconds, bare?.visibleSeconds),
    visibleSinceServedToBare: times(
      ours && ours.visibleSeconds - ours.servedSeconds,
      bare?.visibleSeconds,
    ),
  };
}

function boundsOf({ ours, bare, existing }: Found): string[] {
  const within = (name: string, bounds: readonly string[] = []) =>
    bounds.map(bound => `${name}${bound}`);
  return [
    ...within('', ours?.lowerBounds),
    ...within('change.', ours?.change.lowerBounds),
    ...within('bare.', bare?.lowerBounds),
    ...within('comparison.', existing?.lowerBounds),
  ];
}

/** Without what is said elsewhere. */
function withoutBounds<
  T extends { lowerBounds: string[]; resident?: Resident },
>({ lowerBounds: _, resident: __, ...rest }: T) {
  return rest;
}

/** Puts together what was found. */
export function toResult(found: Found): ScaleResult {
  const { ours, bare, existing, three, ...rest } = found;
  return {
    ...rest,
    ...(ours && withoutBounds(ours)),
    bare: bare && withoutBounds(bare),
    comparison: existing && withoutBounds(existing),
    rssWithExistingMb: existing?.resident.peak.all,
    rssMb: { ...three?.peak, all: ours?.resident.peak.all },
    restRssMb: { ...three?.end, all: ours?.resident.end.all },
    ratios: ratiosOf(found),
    lowerBounds: boundsOf(found),
  };
}

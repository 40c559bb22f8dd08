import { z } from 'zod/v4';

/** What a host is started with. */
export const KINDS = ['without', 'sidecar', 'others', 'none'] as const;

/** One start. */
export const Start = z.object({
  kind: z.enum(KINDS),
  /** After collection, with a full catalog that had nothing to do any more; MB. */
  rssMb: z.number(),
  heapMb: z.number(),
  /** What V8 has of the system for its heap, garbage and reserve included. */
  heapTotalMb: z.number().optional(),
  /** Entities in the catalog. */
  entities: z.number(),
});
export type Start = z.infer<typeof Start>;

/** What all starts came to. */
export const Growth = z.object({
  measuredAt: z.string(),
  release: z.string(),
  /** The whole version of Node.js. */
  node: z.string(),
  models: z.number(),
  starts: z.array(Start),
});
export type Growth = z.infer<typeof Growth>;

/** The one in the middle; of an even count the mean of both. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [one = NaN, other = one] = Number.isInteger(middle)
    ? sorted.slice(middle - 1, middle + 1)
    : sorted.slice(Math.floor(middle), Math.floor(middle) + 1);
  return (one + other) / 2;
}

const TITLES: Readonly<Record<Start['kind'], string>> = {
  without: 'without our plugins',
  sidecar: 'entity provider and card reader, with a sidecar',
  others: 'without our plugins, the same entities from a file',
  none: 'all of ours, without a sidecar',
};

const mb = (value: number) => `${Math.round(value)} MB`;

const signed = (value: number) => `${value < 0 ? '' : '+'}${mb(value)}`;

/** The table, row by row: of each kind the median, how far it is from the host without us, and each start. */
export function growthRows({ starts }: Growth): string[][] {
  const of = (kind: Start['kind'], key: 'rssMb' | 'heapMb') =>
    starts.filter(start => start.kind === kind).map(start => start[key]);
  const base = {
    rssMb: median(of('without', 'rssMb')),
    heapMb: median(of('without', 'heapMb')),
  };
  const cells = (kind: Start['kind'], key: 'rssMb' | 'heapMb') => {
    const middle = median(of(kind, key));
    return [mb(middle), kind === 'without' ? '' : signed(middle - base[key])];
  };
  return [
    [
      ...['The host', 'Resident', 'More', 'Heap in use', 'More'],
      'Resident in each start',
    ],
    ...KINDS.filter(kind => of(kind, 'rssMb').length > 0).map(kind => [
      TITLES[kind],
      ...cells(kind, 'rssMb'),
      ...cells(kind, 'heapMb'),
      of(kind, 'rssMb').map(Math.round).join(', '),
    ]),
  ];
}

/**
 * By how much the hub without sidecars is larger than the same one without us;
 * MB. That one has an empty catalog, or the same entities of somebody else.
 */
export function growthOf(
  { starts }: Growth,
  than: 'without' | 'others' = 'without',
): number {
  const of = (kind: Start['kind']) =>
    median(starts.filter(s => s.kind === kind).map(({ rssMb }) => rssMb));
  return of('none') - of(than);
}

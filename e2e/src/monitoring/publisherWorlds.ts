import type { Series } from './promql';
import { always, growing, nameOf } from './worlds';

const POD = {
  namespace: 'maas-publisher',
  pod: 'maas-publisher-1',
  instance: '10.0.1.1:8084',
};
const STATES = ['starting', 'standby', 'ok', 'degraded'];
const OFFERINGS = ['Pending', 'Invalid', 'Orphan', 'Promoted', 'Failed'];
const MB = 1024 * 1024;

type Labels = Readonly<Record<string, string>>;

/** A series of the publisher's pod, without the prefix that all have. */
const one = (
  name: string,
  values: readonly number[],
  labels: Labels = {},
): Series => ({
  labels: { ...POD, ...labels, __name__: `model_catalog_maas_${name}` },
  values,
});

const stands = (state: string) =>
  STATES.map(each =>
    one('state', always(each === state ? 1 : 0), { state: each }),
  );

const memory = (mb: number): Series => ({
  labels: { ...POD, __name__: 'process_resident_memory_bytes' },
  values: always(mb * MB),
});

/** Of a publisher that is well, with forty models. */
export const PUBLISHER_IS_WELL: readonly Series[] = [
  one('leader', always(1)),
  ...stands('ok'),
  ...OFFERINGS.map(state =>
    one('offerings', always(state === 'Promoted' ? 40 : 0), { state }),
  ),
  one('refused', always(0)),
  one('write_failures_total', always(3)),
  one('writes_total', growing(1), { reason: 'changed' }),
  memory(120),
];

/** As well as that, but for what is given. */
function but(...other: readonly Series[]): readonly Series[] {
  const names = new Set(other.map(nameOf));
  return [
    ...PUBLISHER_IS_WELL.filter(series => !names.has(nameOf(series))),
    ...other,
  ];
}

/** For each alert what is the case when it is to be heard. */
export const PUBLISHER_TROUBLE: Readonly<Record<string, readonly Series[]>> = {
  ModelCatalogPublisherDown: [],
  // Its Lease does not answer.
  ModelCatalogNobodyPublishes: but(
    one('leader', always(0)),
    ...stands('starting'),
  ),
  ModelCatalogPublisherHindered: but(...stands('degraded')),
  ModelCatalogPublisherWritesFail: but(
    ...stands('degraded'),
    one('write_failures_total', growing(1)),
  ),
  ModelCatalogOfferingsHeld: but(
    ...stands('degraded'),
    one('refused', always(12)),
  ),
  ModelCatalogOfferingsFailed: but(
    one('offerings', always(1), { state: 'Orphan' }),
  ),
  ModelCatalogOfferingsPending: but(
    one('offerings', always(2), { state: 'Pending' }),
  ),
  ModelCatalogPublisherMemoryHigh: but(memory(240)),
};

/** A second process, which stands by. */
export const PUBLISHER_WITH_STANDBY: readonly Series[] = [
  ...PUBLISHER_IS_WELL,
  ...[
    one('leader', always(0)),
    ...stands('standby'),
    one('offerings', always(0), { state: 'Promoted' }),
    one('refused', always(0)),
    one('write_failures_total', always(0)),
    memory(80),
  ].map(({ labels, values }) => ({
    labels: { ...labels, pod: 'maas-publisher-2', instance: '10.0.1.2:8084' },
    values,
  })),
];

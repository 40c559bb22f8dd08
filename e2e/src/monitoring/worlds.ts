import type { Series } from './promql';

const MINUTES = 90;
/** A value each minute. */
export const STEP_SECONDS = 60;
export const END_SECONDS = (MINUTES - 1) * STEP_SECONDS;

const POD = { namespace: 'ai-rhdh', pod: 'hub-1', instance: '10.0.0.1:8081' };

/** The same value all the time. */
export const always = (value: number) =>
  Array.from({ length: MINUTES }, () => value);
/** More by so much each minute. */
export const growing = (each: number) =>
  Array.from({ length: MINUTES }, (_, minute) => minute * each);

/** A series of the connector's pod, without the prefix that all have. */
const one = (
  name: string,
  values: readonly number[],
  labels: Readonly<Record<string, string>> = {},
): Series => ({
  labels: { ...POD, ...labels, __name__: `model_catalog_${name}` },
  values,
});

const MB = 1024 * 1024;
const SOURCE = { source: 'model-registry/public' };
const BUCKETS = ['0.5', '2', '10', '30', '+Inf'];

/** Requests to registries, ten a minute, that took up to so long. */
const requests = (seconds: number) =>
  BUCKETS.map(le =>
    one(
      'http_request_duration_seconds_bucket',
      growing(le === '+Inf' || Number(le) >= seconds ? 10 : 0),
      { target: 'model-registry', le },
    ),
  );

const memory = (mb: number): Series => ({
  labels: { ...POD, __name__: 'process_resident_memory_bytes' },
  values: always(mb * MB),
});

/** Of a connector that is well. */
const WELL: readonly Series[] = [
  one('build_info', always(1), { role: 'all', version: '0.1.0' }),
  one('ready', always(1)),
  one('leader', always(1)),
  one('store_error', always(0)),
  one('source_state', always(0), { ...SOURCE, state: 'failed' }),
  one('source_state', always(0), { ...SOURCE, state: 'partial' }),
  one('source_state', always(1), { ...SOURCE, state: 'complete' }),
  one('source_age_seconds', always(40), SOURCE),
  one('location_answers_total', growing(2), { kind: 'not-modified' }),
  one('location_waiting', always(1)),
  one('location_requests_total', always(1), { route: 'list', status: '401' }),
  ...requests(0.4),
  memory(160),
];

/** By which a series is told from others. */
export const nameOf = ({ labels }: Series) => JSON.stringify(labels);

/** As well as that, but for what is given. */
function but(...other: readonly Series[]): readonly Series[] {
  const names = new Set(other.map(nameOf));
  return [...WELL.filter(series => !names.has(nameOf(series))), ...other];
}

/** For each alert what is the case when it is to be heard. */
export const TROUBLE: Readonly<Record<string, readonly Series[]>> = {
  ModelCatalogDown: [],
  ModelCatalogNotReady: but(one('ready', always(0))),
  ModelCatalogNobodyReads: but(one('leader', always(0))),
  ModelCatalogLeaderChanges: but(
    one(
      'leader',
      always(0).map((_, minute) => minute % 2),
    ),
  ),
  ModelCatalogStoreFailing: but(one('store_error', always(1))),
  ModelCatalogSourceFailed: but(
    one('source_state', always(1), { ...SOURCE, state: 'failed' }),
  ),
  ModelCatalogSourcePartial: but(
    one('source_state', always(1), { ...SOURCE, state: 'partial' }),
  ),
  ModelCatalogSourceStale: but(one('source_age_seconds', growing(60), SOURCE)),
  ModelCatalogRemovalsWait: but(one('refused_removals', always(12), SOURCE)),
  ModelCatalogNoReaders: but(
    one('location_answers_total', always(7), { kind: 'not-modified' }),
    one('location_waiting', always(0)),
  ),
  ModelCatalogReadersRefused: but(
    one('location_requests_total', growing(2), {
      route: 'list',
      status: '401',
    }),
  ),
  ModelCatalogSlowSource: but(...requests(9)),
  ModelCatalogMemoryHigh: but(memory(350)),
};

export const ALL_IS_WELL = WELL;

/** A second process, which stands by. */
export const WITH_STANDBY: readonly Series[] = [
  ...WELL,
  ...[
    one('build_info', always(1), { role: 'all', version: '0.1.0' }),
    one('ready', always(1)),
    one('leader', always(0)),
    one('store_error', always(0)),
    one('location_waiting', always(0)),
    one('location_answers_total', always(0), { kind: 'not-modified' }),
    memory(150),
  ].map(({ labels, values }) => ({
    labels: { ...labels, pod: 'hub-2', instance: '10.0.0.2:8081' },
    values,
  })),
];

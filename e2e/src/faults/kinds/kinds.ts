/** What can break. */
export type Part =
  | 'registry'
  | 'catalog'
  | 'kubernetes'
  | 'model-servers'
  | 'location'
  | 'storage-rest'
  | 'storage'
  | 'database'
  | 'bridge'
  | 'backstage'
  | 'clock';

/** One way in which something breaks. */
export interface FaultKind {
  readonly name: string;
  readonly part: Part;
  /** A sentence for the documentation. */
  readonly does: string;
  /** After it has ended, the catalog is exact within this many seconds. */
  readonly boundSeconds: number;
  /** It lasts until it is healed; else it is over at once. */
  readonly lasts: boolean;
  /** On which stages it can be played. */
  readonly on: readonly ('in process' | 'real processes')[];
  /** The store that it needs, if not any. */
  readonly store?: Store;
}

type Store = 'ConfigMap' | 'PostgreSQL';

/** Where a kind can be played, if not everywhere. */
const EVERYWHERE = ['in process', 'real processes'] as const;
const IN_PROCESS = ['in process'] as const;
const REAL = ['real processes'] as const;

/** What an HTTP server can do wrong, and how that reads. */
export const WIRE_MODES = {
  '401': 'answers 401',
  '403': 'answers 403',
  '404': 'answers 404',
  '429': 'answers 429',
  '429-retry-after': 'answers 429 and asks to wait 20 seconds',
  '500': 'answers 500',
  '503': 'answers 503',
  html: 'answers 200 with a login page',
  'half-json': 'sends half of each answer, and ends it properly',
  'cut-page': 'cuts the connection in the middle of each answer',
  slow: 'takes a while for each answer',
  reset: 'cuts each connection before it answers',
} as const;

export type WireMode = keyof typeof WIRE_MODES;

const WIRE_NAMES = Object.keys(WIRE_MODES).filter(
  (name): name is WireMode => name in WIRE_MODES,
);

/** Which parts speak HTTP, how they are called, and how soon each is read again after it failed. */
const WIRE_PARTS = [
  { part: 'registry', title: 'The model registry', boundSeconds: 75 },
  { part: 'catalog', title: 'The model catalog', boundSeconds: 75 },
  { part: 'kubernetes', title: 'The Kubernetes API', boundSeconds: 75 },
  { part: 'model-servers', title: 'Every model server', boundSeconds: 1900 },
  { part: 'storage-rest', title: 'storage-rest', boundSeconds: 75 },
  { part: 'location', title: 'The location service', boundSeconds: 45 },
] as const;

const WIRE: readonly FaultKind[] = WIRE_PARTS.flatMap(
  ({ part, title, boundSeconds }) =>
    WIRE_NAMES.map(mode => ({
      name: `${part}-${mode}`,
      part,
      does: `${title} ${WIRE_MODES[mode]}.`,
      boundSeconds,
      lasts: true,
      on: EVERYWHERE,
    })),
);

/** Takes an entry apart: `part name | seconds | lasts | sentence`. */
function kind(text: string): FaultKind {
  const [head = '', seconds = '', lasts, does = ''] = text
    .split('|')
    .map(piece => piece.trim());
  const [part = '', name = ''] = head.split(' ');
  return {
    name,
    part: PARTS.find(one => one === part) ?? 'bridge',
    does,
    boundSeconds: Number(seconds),
    lasts: lasts === 'lasts',
    on: onOf(part, name),
    store: storeOf(part, name),
  };
}

function storeOf(part: string, name: string): Store | undefined {
  if (part === 'database') {
    return 'PostgreSQL';
  }
  return part === 'storage' || name.endsWith('at-write')
    ? 'ConfigMap'
    : undefined;
}

/** What a process does to itself is another thing in a process of its own. */
function onOf(part: string, name: string): FaultKind['on'] {
  if (name.startsWith('real-')) {
    return REAL;
  }
  return ['bridge', 'backstage', 'clock'].includes(part)
    ? IN_PROCESS
    : EVERYWHERE;
}

const PARTS: readonly Part[] = [
  ...['registry', 'catalog', 'kubernetes', 'model-servers'],
  ...['location', 'storage-rest', 'storage', 'database'],
  ...['bridge', 'backstage', 'clock'],
].map(name => name as Part);

const OTHERS: readonly FaultKind[] = [
  'registry registry-empty | 75 | lasts | The model registry is back with an empty database, until the backup is restored.',
  'registry registry-one-list | 75 | lasts | The registry answers 500 to the lists of artifacts, and to nothing else.',
  'registry registry-second-page | 150 | lasts | The registry answers 500 to every page but the first.',
  'registry registry-bad-element | 150 | lasts | The first row of each list of the registry has fields of wrong types.',
  'registry token-expired | 75 | lasts | The token for registry and catalog is revoked; the new one arrives later.',
  'catalog catalog-empty | 150 | lasts | The model catalog was started again and has loaded nothing yet.',
  'kubernetes kubernetes-empty | 700 | lasts | The history is gone, and lists of model servers are empty.',
  'kubernetes crd-gone | 75 | lasts | The API of KServe is not served, and later it is again.',
  'kubernetes watch-dropped | 45 | once | Every watch is cut.',
  'kubernetes watch-ended | 45 | once | Every watch is ended properly.',
  'kubernetes watch-expired | 45 | once | The history is gone: every watch and every page gets 410.',
  'storage shard-deleted | 180 | once | Somebody deletes a ConfigMap of records.',
  'storage shard-edited | 180 | once | Somebody edits a record in a ConfigMap.',
  'storage shard-damaged | 180 | once | A value in a ConfigMap of records is cut in half.',
  'storage blob-deleted | 180 | once | Somebody deletes a ConfigMap of texts.',
  'storage blob-damaged | 180 | once | A value in a ConfigMap of texts is cut in half.',
  'storage state-deleted | 180 | once | Somebody deletes the ConfigMap that says what the others hold.',
  'storage state-damaged | 180 | once | The ConfigMap that says what the others hold is damaged.',
  'storage lease-deleted | 60 | once | Somebody deletes the lease of the active normalizer.',
  'storage lease-damaged | 60 | once | Somebody writes nonsense into the lease.',
  'storage lease-stolen | 60 | once | The lease names a holder that does not exist.',
  'storage store-wiped | 180 | once | Somebody deletes every ConfigMap of ours.',
  'storage write-refused | 90 | lasts | Every write to a ConfigMap is refused with 403, as by an exceeded quota.',
  'storage write-conflicts | 90 | lasts | Every second write to a ConfigMap is refused with 409.',
  'storage write-lost-answer | 90 | once | One write is done, and its answer is lost.',
  'database sql-record-deleted | 180 | once | Somebody deletes a record from the table.',
  'database sql-record-damaged | 180 | once | A record in the table is cut in half.',
  'database sql-text-deleted | 180 | once | Somebody deletes a text from the table.',
  'database sql-table-dropped | 180 | once | Somebody drops one of the tables.',
  'database sql-schema-dropped | 180 | once | Somebody drops all tables.',
  'database sql-connections-cut | 90 | once | The database ends every connection.',
  'bridge killed | 90 | once | A process of the bridge is killed and started again.',
  'bridge killed-at-write | 90 | lasts | The process that writes, or the one that has it written, is killed at one of the next writes, before or after the write is done, and started later.',
  'bridge restarted | 90 | once | A process of the bridge is ended by SIGTERM and started again.',
  'bridge away | 90 | lasts | A process of the bridge is killed, and started later.',
  'bridge two-leaders | 60 | lasts | The processes of a second pod work on the same store.',
  'bridge leader-stalled | 60 | lasts | The active normalizer gets no answers for longer than its claim lasts, as one that is paused, while another one stands by.',
  'backstage provider-killed | 60 | once | Backstage is killed and started again.',
  'backstage provider-killed-between | 60 | lasts | Backstage is killed between two of its next mutations, and started later.',
  'backstage mutations-fail | 60 | lasts | The catalog refuses every mutation, as without its database.',
  'backstage mutation-half | 60 | once | The next mutation is applied, and Backstage learns of a failure.',
  'backstage unregistered | 3700 | once | Somebody unregisters an entity by hand.',
  'backstage catalog-wiped | 3700 | once | The database of the catalog is restored from an empty one.',
  'clock clock-forward | 60 | once | The clock of the bridge jumps two hours forward.',
  'bridge real-kill-normalizer | 90 | lasts | kill -9 of rhoai-normalizer, which is started later.',
  'bridge real-kill-storage | 90 | lasts | kill -9 of storage-rest, which is started later.',
  'bridge real-kill-location | 60 | lasts | kill -9 of location, which is started later.',
  'bridge real-kill-at-write | 90 | lasts | kill -9 of storage-rest at one of its next writes, before or after it is done; it is started later.',
  'bridge real-pause-normalizer | 90 | lasts | rhoai-normalizer is stopped (SIGSTOP), and goes on later.',
  'backstage real-kill-backstage | 120 | lasts | kill -9 of Backstage, which is started later.',
  'backstage real-kill-postgres | 120 | lasts | kill -9 of PostgreSQL with all its processes; it is started later.',
  'backstage real-two-backstages | 120 | lasts | A second Backstage works on the same database.',
  'clock clock-back | 60 | once | The clock of the bridge jumps two hours back.',
].map(kind);

/** Every kind of fault, in the order of the documentation. */
export const KINDS: readonly FaultKind[] = [...WIRE, ...OTHERS];

const BY_NAME = new Map(KINDS.map(one => [one.name, one]));

/** Those that can be played on a stage, with one store or with any. */
export const kindsOn = (stage: FaultKind['on'][number], store?: Store) =>
  KINDS.filter(
    ({ on, store: needed }) =>
      on.includes(stage) && (!store || !needed || needed === store),
  );

/** @throws Error when there is no such kind */
export function kindOf(name: string): FaultKind {
  const found = BY_NAME.get(name);
  if (!found) {
    throw new Error(`There is no kind of fault called ${name}`);
  }
  return found;
}

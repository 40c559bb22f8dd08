import { jump } from '../clock';
import { type WireMode, WIRE_MODES } from '../kinds/kinds';
import type { Breakable } from '../Breakable';
import type { Rig } from '../rig/Rig';
import type { End, Excuses } from '../Stage';
import {
  cutConnections,
  damageRecord,
  deleteRecord,
  deleteText,
  dropSchema,
  dropTable,
} from './database';
import {
  killAtWrite,
  killProviderBetween,
  restart,
  restartProvider,
  secondPod,
  stallLeader,
  stop,
} from './processes';
import {
  damageOne,
  deleteAll,
  deleteOne,
  editRecord,
  ROLES,
  stealLease,
} from './storage';
import { breakWire, WIRE_FAULTS } from './wire';

/** Begins a fault; gives what ends it, if it lasts. */
export type Action<On> = (
  rig: On,
  salt: number,
  excuses: Excuses,
) => Promise<End | void> | End;

const HOURS_2 = 2 * 60 * 60_000;
const ONE_ROW =
  '/(registered_models|model_versions|artifacts|inference_services)/\\d+$';

const WIRE_ACTIONS: Readonly<Record<string, Action<Breakable>>> =
  Object.fromEntries(
    [
      ...['registry', 'catalog', 'kubernetes'],
      ...['model-servers', 'location', 'storage-rest'],
    ].flatMap(part =>
      Object.keys(WIRE_MODES).map(name => [
        `${part}-${name}`,
        (rig: Breakable) => breakWire(rig, part, WIRE_FAULTS[name as WireMode]),
      ]),
    ),
  );

const SOURCES: Readonly<Record<string, Action<Breakable>>> = {
  'registry-empty': rig =>
    breakWire(rig, 'registry', { mode: 'empty', ids: ONE_ROW }),
  'registry-one-list': rig =>
    breakWire(rig, 'registry', {
      mode: 'status',
      code: 500,
      path: '/artifacts',
    }),
  'registry-second-page': rig =>
    breakWire(rig, 'registry', {
      mode: 'status',
      code: 500,
      path: 'nextPageToken=',
    }),
  'registry-bad-element': rig =>
    breakWire(rig, 'registry', {
      mode: 'bad-element',
      variant: 'wrong-types',
    }),
  'token-expired': async rig => {
    const { deliver } = await rig.rotate();
    return deliver;
  },
  'catalog-empty': rig => breakWire(rig, 'catalog', { mode: 'empty' }),
  'kubernetes-empty': async rig => {
    const end = breakWire(rig, 'kubernetes', {
      mode: 'empty',
      path: 'inferenceservices',
    });
    rig.simulator.compact();
    rig.simulator.dropWatches('end');
    return end;
  },
  'crd-gone': async rig => {
    const end = breakWire(rig, 'kubernetes', {
      mode: 'status',
      code: 404,
      path: 'serving.kserve.io',
    });
    rig.simulator.dropWatches('end');
    return end;
  },
  'watch-dropped': async rig => rig.simulator.dropWatches('destroy'),
  'watch-ended': async rig => rig.simulator.dropWatches('end'),
  'watch-expired': async rig => {
    rig.simulator.compact();
    rig.simulator.dropWatches('end');
  },
};

const STORAGE: Readonly<Record<string, Action<Breakable>>> = {
  'shard-deleted': (rig, salt) => deleteOne(rig, ROLES.shard, salt),
  'shard-edited': (rig, salt) => editRecord(rig, salt),
  'shard-damaged': (rig, salt) => damageOne(rig, ROLES.shard, salt),
  'blob-deleted': (rig, salt) => deleteOne(rig, ROLES.blob, salt),
  'blob-damaged': (rig, salt) => damageOne(rig, ROLES.blob, salt),
  'state-deleted': (rig, salt) => deleteOne(rig, ROLES.state, salt),
  'state-damaged': (rig, salt) => damageOne(rig, ROLES.state, salt),
  'lease-deleted': (rig, salt) => deleteOne(rig, ROLES.lease, salt),
  'lease-damaged': (rig, salt) => damageOne(rig, ROLES.lease, salt),
  'lease-stolen': rig => stealLease(rig),
  'store-wiped': rig => deleteAll(rig),
  'write-refused': rig => writesAnswer(rig, 403),
  'write-conflicts': rig => writesAnswer(rig, 409),
  'write-lost-answer': async (rig, salt) => {
    rig.simulator.faults.kubernetes.set({
      mode: 'lose-answer',
      method: 'PUT',
      path: '/configmaps',
      after: salt % 4,
      times: 1,
    });
  },
};

const DATABASE: Readonly<Record<string, Action<Breakable>>> = {
  'sql-record-deleted': (rig, salt) => deleteRecord(rig, salt),
  'sql-record-damaged': (rig, salt) => damageRecord(rig, salt),
  'sql-text-deleted': (rig, salt) => deleteText(rig, salt),
  'sql-table-dropped': (rig, salt) => dropTable(rig, salt),
  'sql-schema-dropped': rig => dropSchema(rig),
  'sql-connections-cut': rig => cutConnections(rig),
};

const PROCESSES: Readonly<Record<string, Action<Rig>>> = {
  killed: (rig, salt) => restart(rig, 'crash', salt),
  restarted: (rig, salt) => restart(rig, 'stop', salt),
  away: (rig, salt) => stop(rig, salt),
  'killed-at-write': (rig, salt) => killAtWrite(rig, salt),
  'two-leaders': rig => secondPod(rig),
  'leader-stalled': rig => stallLeader(rig),
  'provider-killed': rig => restartProvider(rig),
  'provider-killed-between': (rig, salt) => killProviderBetween(rig, salt),
  'mutations-fail': rig => {
    rig.recorder.onMutation = () => {
      throw new Error('the database is not there');
    };
    return async () => {
      rig.recorder.onMutation = () => {};
    };
  },
  'mutation-half': async rig => {
    rig.recorder.failAfterNext();
  },
  unregistered: async (rig, salt, { excuse }) => {
    const refs = [...rig.recorder.entities.keys()].sort();
    const ref = refs[salt % Math.max(refs.length, 1)];
    if (ref !== undefined) {
      excuse([ref]);
      await rig.recorder.unregister(ref);
    }
  },
  'catalog-wiped': async (rig, _salt, { excuse }) => {
    excuse();
    await rig.provider.kill();
    await rig.recorder.wipe();
    await rig.provider.start();
  },
  'clock-forward': async () => jump(HOURS_2),
  'clock-back': async () => jump(-HOURS_2),
};

function writesAnswer(rig: Breakable, code: number) {
  return breakWire(rig, 'kubernetes', {
    mode: 'status',
    code,
    method: 'PUT',
    path: '/configmaps',
  });
}

/** What happens outside of our processes. */
export const WORLD_ACTIONS: Readonly<Record<string, Action<Breakable>>> = {
  ...WIRE_ACTIONS,
  ...SOURCES,
  ...STORAGE,
  ...DATABASE,
};

/** What each kind of fault does to the rig. */
export const ACTIONS: Readonly<Record<string, Action<Rig>>> = {
  ...WORLD_ACTIONS,
  ...PROCESSES,
};

import createKnex from 'knex';
import {
  createConfigMapStore,
  createKubernetesClient,
  createSqlStore,
  explicitKubernetesConfig,
  type Store,
  type StoreView,
} from '@model-catalog/node';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import type { PostgresAccess } from '../../realServers/postgres/startPostgres';
import { delay } from '../clock';
import type { Shown } from '../model/fields';
import { keyOf } from './shownOf';

/** A damage is found when the store is looked at again, which is done every few minutes. */
const PATIENCE_S = 300;
const STRIDE_S = 10;

function flawsOf(view: StoreView, shown: Shown): string[] {
  const keys = new Set([...shown.values()].flatMap(one => keyOf(one) ?? []));
  return [
    ...view.issues.map(issue => `the store: ${issue}`),
    ...(view.unfinished ? ['the store: a write is unfinished'] : []),
    ...[...(view.missingTexts ?? [])].map(
      digest => `the store lacks the text ${digest.slice(0, 12)}`,
    ),
    ...[...keys]
      .filter(key => !view.records.has(key))
      .map(key => `the store lacks ${key}`),
    ...[...view.records.keys()]
      .filter(key => !keys.has(key))
      .map(key => `the store has ${key}, which the catalog does not show`),
  ];
}

/** Opens a store as a process does that starts now. */
export type OpenFresh = () => {
  store: Pick<Store, 'read'>;
  close: () => Promise<void>;
};

/** The store in the ConfigMaps of a cluster. */
export const inConfigMaps =
  ({ kubernetes }: Simulator): OpenFresh =>
  () => {
    const client = createKubernetesClient(
      explicitKubernetesConfig({
        server: kubernetes.url,
        token: kubernetes.token,
        caPem: kubernetes.caPem,
      }),
    );
    const store = createConfigMapStore({ client, namespace: 'rhdh', delay });
    return { store, close: () => client.close() };
  };

/** The store in a database of PostgreSQL. */
export const inPostgres =
  (connection: PostgresAccess): OpenFresh =>
  () => {
    const knex = createKnex({
      client: 'pg',
      connection,
      pool: { min: 0, max: 2 },
    });
    const store = createSqlStore({ knex, where: 'in PostgreSQL', delay });
    return { store, close: () => knex.destroy() };
  };

/** What is wrong with what the store holds, as a process reads it that starts now. */
export async function checkStore(
  open: OpenFresh,
  shown: () => Shown,
  pass: (seconds: number) => Promise<void>,
): Promise<string[]> {
  const look = async () => {
    const { store, close } = open();
    try {
      return flawsOf(await store.read(), shown());
    } finally {
      await close();
    }
  };
  let flaws = await look();
  for (let waited = 0; flaws.length > 0 && waited < PATIENCE_S; ) {
    waited += STRIDE_S;
    await pass(STRIDE_S);
    flaws = await look();
  }
  return flaws.slice(0, 8);
}

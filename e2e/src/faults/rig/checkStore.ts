import {
  createConfigMapStore,
  createKubernetesClient,
  explicitKubernetesConfig,
  type StoreView,
} from '@model-catalog/node';
import type { Simulator } from '@model-catalog/rhoai-simulator';
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

/** What is wrong with what the ConfigMaps hold, as a process reads it that starts now. */
export async function checkStore(
  { kubernetes }: Simulator,
  shown: () => Shown,
  pass: (seconds: number) => Promise<void>,
): Promise<string[]> {
  const client = createKubernetesClient(
    explicitKubernetesConfig({
      server: kubernetes.url,
      token: kubernetes.token,
      caPem: kubernetes.caPem,
    }),
  );
  const look = async () => {
    const store = createConfigMapStore({ client, namespace: 'rhdh', delay });
    return flawsOf(await store.read(), shown());
  };
  let flaws = await look();
  for (let waited = 0; flaws.length > 0 && waited < PATIENCE_S; ) {
    waited += STRIDE_S;
    await pass(STRIDE_S);
    flaws = await look();
  }
  await client.close();
  return flaws.slice(0, 8);
}

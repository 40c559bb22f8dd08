import { openMemory } from '../catalog/openMemory';
import { pass } from '../clock';
import type { Shown } from '../model/fields';
import { Pod, type PodOptions } from './Pod';
import { ProviderProcess } from './ProviderProcess';
import { Recorder } from './Recorder';

/** A catalog is read twice, a minute apart, before its first answer is believed. */
const FIRST_READING_MS = 70_000;
const PATIENCE_MS = 240_000;

/** What a connector shows that starts now and knows nothing of the past. */
export async function askOracle(
  options: Omit<PodOptions, 'topology' | 'storage'>,
): Promise<Shown> {
  const pod = await Pod.create({
    ...options,
    topology: 'all',
    storage: 'Memory',
  });
  await pod.start();
  const recorder = new Recorder();
  const { leaks, readerToken: token } = options;
  const { url } = pod;
  recorder.baseUrl = url;
  const books = openMemory();
  const database = () => books;
  const provider = new ProviderProcess({
    ...{ url, token, recorder, leaks, database },
  });
  await provider.start();
  await pass(FIRST_READING_MS);
  let troubles = await pod.troubles();
  let waited = 0;
  while (troubles.length > 0 && waited < PATIENCE_MS) {
    waited += await pass(5_000);
    troubles = await pod.troubles();
  }
  await pass(3_000);
  await provider.stop();
  await books.destroy();
  await pod.dispose();
  if (troubles.length > 0) {
    throw new Error(
      `A fresh connector does not become healthy: ${troubles.join('; ')}`,
    );
  }
  return new Map(recorder.shown);
}

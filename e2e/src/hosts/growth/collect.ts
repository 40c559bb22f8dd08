import { join } from 'node:path';
import { z } from 'zod/v4';
import type { RunningHost } from '../host/startHost';

const Collected = z.object({
  collected: z.object({
    rss: z.number(),
    heapUsed: z.number(),
    heapTotal: z.number(),
    external: z.number(),
  }),
});

const MB = 1024 * 1024;
const SECONDS = 60;

/** Memory of a host after its garbage was collected; MB of 1024 * 1024 bytes. */
export interface Memory {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly heapTotalMb: number;
}

/** What Node.js is started with, so that a signal collects. */
export const collectable = (root: string): readonly string[] => [
  '--expose-gc',
  ...['--require', join(root, 'e2e/hosts/shared/collect.cjs')],
];

const told = (log: string) =>
  log.split('\n').filter(line => line.startsWith('{"collected":'));

/** Has a host collect its garbage; gives what is left. */
export async function collect({ process }: RunningHost): Promise<Memory> {
  const before = told(process.log).length;
  process.signal('SIGUSR2');
  await process.until(
    'the collection',
    async () => told(process.log).length > before,
    { seconds: SECONDS },
  );
  const last = told(process.log).at(-1) ?? '';
  const { collected } = Collected.parse(JSON.parse(last));
  const { rss, heapUsed, heapTotal } = collected;
  return {
    rssMb: rss / MB,
    heapMb: heapUsed / MB,
    heapTotalMb: heapTotal / MB,
  };
}

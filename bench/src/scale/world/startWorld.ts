import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod/v4';
import {
  Envelope,
  WorldAnswer,
  WorldReady,
  type WorldRequest,
} from './messages';

/** A cluster in another process. */
export type World = WorldReady & {
  fill(size: { models: number; distinct: boolean }): Promise<void>;
  change(index: number, url: string): Promise<void>;
  renewals(): Promise<number>;
  emptyStore(): Promise<void>;
  counts(): Promise<WorldAnswer>;
  reset(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts it; `program` is the bundle of the benchmarks. */
export async function startWorld(program: string, dir: string): Promise<World> {
  const child = fork(program, ['world', dir], {
    execArgv: ['--max-old-space-size=6000'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [first] = await once(child, 'message');
  const ready = WorldReady.parse(first);
  const open = new Map<number, (envelope: z.infer<typeof Envelope>) => void>();
  child.on('message', message => {
    const envelope = Envelope.parse(message);
    open.get(envelope.id)?.(envelope);
    open.delete(envelope.id);
  });
  child.once('exit', () => {
    for (const [id, tell] of open) {
      tell({ id, error: 'The cluster ended' });
    }
    open.clear();
  });
  let last = 0;
  const ask = (request: WorldRequest) =>
    new Promise<unknown>((resolve, reject) => {
      last += 1;
      open.set(last, ({ answer, error }) =>
        error === undefined ? resolve(answer) : reject(new Error(error)),
      );
      child.send({ id: last, request });
    });
  return {
    ...ready,
    fill: async size => void (await ask({ ask: 'fill', ...size })),
    change: async (index, url) =>
      void (await ask({ ask: 'change', index, url })),
    renewals: async () => z.number().parse(await ask({ ask: 'renewals' })),
    emptyStore: async () => void (await ask({ ask: 'emptyStore' })),
    counts: async () => WorldAnswer.parse(await ask({ ask: 'counts' })),
    reset: async () => void (await ask({ ask: 'reset' })),
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}

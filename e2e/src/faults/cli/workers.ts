import { type ChildProcess, fork } from 'node:child_process';
import { z } from 'zod/v4';
import { brokenOff, type Outcome } from '../runScript';
import { Script } from '../script/script';
import { walk } from './walks';

const Finding = z.object({
  kind: z.enum(['lost', 'poorer']),
  ref: z.string(),
  what: z.string(),
  at: z.number(),
});

/** An outcome as one process tells it another. */
const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), line: z.string() }),
  z.object({
    type: z.literal('outcome'),
    faults: z.number(),
    findings: z.array(Finding),
    unhealed: z.array(z.string()),
    leaks: z.array(z.string()),
    heals: z.array(z.tuple([z.string(), z.array(z.number())])),
    times: z.array(z.tuple([z.string(), z.number()])),
  }),
]);
type Message = z.infer<typeof Message>;

export const WORKER = '--worker';

/** Plays the walk that the other process sends, and ends. */
export function work(): void {
  const send = (message: Message) =>
    new Promise<void>(resolve => {
      process.send?.(message, () => resolve());
    });
  // Whoever ended the other process wants no walk of it to go on.
  process.once('disconnect', () => process.exit(1));
  process.once('message', text => {
    void walk(Script.parse(text), line => void send({ type: 'say', line }))
      .then(({ logs: _logs, heals, times, ...outcome }) =>
        send({
          type: 'outcome',
          ...outcome,
          findings: [...outcome.findings],
          unhealed: [...outcome.unhealed],
          leaks: [...outcome.leaks],
          heals: [...heals].map(([kind, seconds]) => [kind, [...seconds]]),
          times: [...times],
        }),
      )
      .then(
        () => process.exit(0),
        error => {
          console.error(error);
          process.exit(1);
        },
      );
  });
}

/** Plays walks in processes of their own, several at a time. */
export async function walkInParallel(
  scripts: readonly Script[],
  jobs: number,
  on: {
    say: (line: string) => void;
    done: (outcome: Outcome, script: Script) => void;
  },
): Promise<void> {
  const left = [...scripts];
  const next = async (): Promise<void> => {
    const script = left.shift();
    if (script) {
      on.done(await inChild(script, on.say), script);
      await next();
    }
  };
  await Promise.all(Array.from({ length: jobs }, next));
}

function inChild(
  script: Script,
  say: (line: string) => void,
): Promise<Outcome> {
  return new Promise(resolve => {
    const child: ChildProcess = fork(__filename, [WORKER], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let outcome: Outcome | undefined;
    child.on('message', raw => {
      const message = Message.parse(raw);
      if (message.type === 'say') {
        say(message.line);
      } else {
        const { heals, times, ...rest } = message;
        const maps = { heals: new Map(heals), times: new Map(times) };
        outcome = { ...rest, ...maps, logs: [] };
      }
    });
    child.once('exit', code => {
      const { seed } = script;
      resolve(outcome ?? brokenOff(`seed ${seed} ended with code ${code}`));
    });
    child.send(script);
  });
}

import { z } from 'zod/v4';

const server = z.string();
const version = { model: z.string(), version: z.string() };

/** Something that people do in OpenShift AI. */
export const Change = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('deploy'),
    server,
    /** What it serves, if the registry knows it. */
    of: z.object(version).optional(),
  }),
  z.object({ what: z.literal('delete'), server }),
  z.object({ what: z.literal('stop'), server }),
  z.object({ what: z.literal('start'), server }),
  z.object({ what: z.literal('describe-server'), server, text: z.string() }),
  z.object({ what: z.literal('register'), ...version }),
  z.object({
    what: z.literal('describe-version'),
    ...version,
    text: z.string(),
  }),
  z.object({ what: z.literal('archive'), ...version }),
  z.object({ what: z.literal('restore'), ...version }),
  z.object({ what: z.literal('card'), model: z.string(), text: z.string() }),
]);
export type Change = z.infer<typeof Change>;

/**
 * One step of a walk.
 *
 * | step | |
 * |---|---|
 * | change | somebody changes something in OpenShift AI |
 * | break | a fault begins; one that happens at once is over then |
 * | heal | a fault that lasts ends |
 * | pass | time passes |
 * | settle | every fault ends, its bound passes, and the catalog must be exact |
 */
export const Step = z.discriminatedUnion('do', [
  z.object({ do: z.literal('change'), change: Change }),
  z.object({
    do: z.literal('break'),
    kind: z.string(),
    /** Chooses among what a kind can hit: which object, which write. */
    salt: z.number().int().min(0),
  }),
  z.object({ do: z.literal('heal'), kind: z.string() }),
  z.object({ do: z.literal('pass'), seconds: z.number() }),
  z.object({ do: z.literal('settle') }),
]);
export type Step = z.infer<typeof Step>;

/** A walk as it is written into a file and played again. */
export const Script = z.object({
  /** Of the walk that it was made from; for people. */
  seed: z.number().int(),
  /** Every role in one process, or each in one of its own. */
  topology: z.enum(['all', 'three']),
  /** Where the records are kept. */
  store: z.enum(['ConfigMap', 'PostgreSQL']).default('ConfigMap'),
  steps: z.array(Step),
});
export type Script = z.infer<typeof Script>;

/** How a step reads in a report. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'change': {
      const { what, ...rest } = step.change;
      return `${what} ${Object.values(rest)
        .map(part => (typeof part === 'string' ? part : JSON.stringify(part)))
        .join(' ')}`;
    }
    case 'break':
      return `break ${step.kind} (${step.salt})`;
    case 'heal':
      return `heal ${step.kind}`;
    case 'pass':
      return `pass ${step.seconds} s`;
    default:
      return 'settle';
  }
}

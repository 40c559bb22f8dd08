import { z } from 'zod/v4';

/** What the bench asks of the process in which the cluster is. */
export const WorldRequest = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal('fill'),
    models: z.number(),
    distinct: z.boolean(),
  }),
  /** Gives the server of this index another address, which is `url`. */
  z.object({ ask: z.literal('change'), index: z.number(), url: z.string() }),
  /** Deletes all that the bridge has stored. */
  z.object({ ask: z.literal('emptyStore') }),
  z.object({ ask: z.literal('counts') }),
  /** How often the claim of the one who writes was renewed so far. */
  z.object({ ask: z.literal('renewals') }),
  z.object({ ask: z.literal('reset') }),
]);
export type WorldRequest = z.infer<typeof WorldRequest>;

const Counts = z.object({
  requests: z.number(),
  /** Requests by method and path. */
  patterns: z.record(z.string(), z.object({ requests: z.number() })),
});

export const WorldAnswer = z.object({
  registry: Counts,
  kubernetes: Counts,
});
export type WorldAnswer = z.infer<typeof WorldAnswer>;

/** The first message of the process. */
export const WorldReady = z.object({
  kubeconfig: z.string(),
  registryUrl: z.string(),
  catalogUrl: z.string(),
});
export type WorldReady = z.infer<typeof WorldReady>;

/** Every answer carries the number of its question, or why there is none. */
export const Envelope = z.object({
  id: z.number(),
  answer: z.unknown().optional(),
  error: z.string().optional(),
});

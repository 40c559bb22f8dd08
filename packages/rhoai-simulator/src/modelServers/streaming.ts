import type { Response } from 'express';
import { z } from 'zod/v4';

const streamSchema = z.object({
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
});

/** Whether a body asks for events, and for how many tokens there were in the last of them. */
export function streamOf(body: unknown): {
  readonly isAsked: boolean;
  readonly withUsage: boolean;
} {
  const parsed = streamSchema.safeParse(body);
  return {
    isAsked: parsed.success && parsed.data.stream === true,
    withUsage: parsed.data?.stream_options?.include_usage === true,
  };
}

/** One event after the other, and the mark that ends them, as OpenAI's API sends them. */
export function sendEvents(
  response: Response,
  events: readonly unknown[],
): void {
  response.status(200).type('text/event-stream').flushHeaders();
  for (const event of events) {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

/** A whole answer of a chat in pieces: the role, a word each, the end, and what was counted where it is asked for. */
export function chatEvents(
  answer: {
    readonly model: string;
    readonly content: string;
    readonly usage: Readonly<Record<string, number>>;
  },
  withUsage: boolean,
): unknown[] {
  const base = {
    id: 'chatcmpl-simulated',
    object: 'chat.completion.chunk',
    created: 1767322800,
    model: answer.model,
  };
  const chunk = (delta: object, finish_reason?: string) => ({
    ...base,
    choices: [{ index: 0, delta, finish_reason: finish_reason ?? null }],
  });
  return [
    chunk({ role: 'assistant', content: '' }),
    ...answer.content.split(/(?<= )/).map(content => chunk({ content })),
    chunk({}, 'stop'),
    ...(withUsage ? [{ ...base, choices: [], usage: answer.usage }] : []),
  ];
}

import { z } from 'zod/v4';
import { CommandError } from './errors';

const resultSchema = z.looseObject({ message: z.string() });
const refusalSchema = z.object({ error: z.string(), next: z.string() });

/** What a command answered. */
export type CommandAnswer = z.infer<typeof resultSchema>;

/** Runs a command on a simulator's control API. Throws CommandError with the next step. */
export async function sendCommand(
  controlUrl: string,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<CommandAnswer> {
  let response: Response;
  try {
    response = await fetch(`${controlUrl}/commands/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const cause = error instanceof Error ? error.cause ?? error : error;
    throw new CommandError(
      `No simulator answers at ${controlUrl}: ${String(cause)}`,
      'Start it ("npm start", or "rhoai-simulator serve"), or give its control URL with --control.',
    );
  }
  const body: unknown = await response.json().catch(() => undefined);
  const refusal = refusalSchema.safeParse(body);
  if (refusal.success) {
    throw new CommandError(refusal.data.error, refusal.data.next);
  }
  const result = resultSchema.safeParse(body);
  if (!response.ok || !result.success) {
    throw new CommandError(
      `${controlUrl} answered ${response.status}, not as the control API of a simulator.`,
      'Give the control URL of the simulator with --control.',
    );
  }
  return result.data;
}

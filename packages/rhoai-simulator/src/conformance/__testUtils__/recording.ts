import { readFileSync } from 'node:fs';
import { z } from 'zod/v4';

const exchangeSchema = z.object({
  step: z.string(),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
  path: z.string(),
  requestBody: z.unknown().optional(),
  status: z.number().optional(),
  contentType: z.string().nullish(),
  body: z.unknown().optional(),
  text: z.string().optional(),
  connection: z.string().optional(),
});

/** One call to a real server and its answer; `text` when it was not
 * JSON, `connection` when the server dropped it. */
export type Exchange = z.infer<typeof exchangeSchema>;

/** Reads a recording: one JSON object per line, in the order of the calls. */
export function readRecording(file: string): Exchange[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => exchangeSchema.parse(JSON.parse(line)));
}

import { readFileSync } from 'fs';
import { join } from 'path';
import { z } from 'zod/v4';

/** Where the answers are kept. */
export const ANSWERS_FILE = join(__dirname, 'answers.json');

const answersSchema = z.record(
  z.string(),
  z.object({
    status: z.number(),
    contentType: z.string(),
    retryAfter: z.string().optional(),
    body: z.unknown(),
  }),
);

/** Answers by the name of their probe, with what varies masked. */
export type Answers = z.infer<typeof answersSchema>;

/** What kube-apiserver 1.36.3 answered to each probe. */
export function readAnswers(): Answers {
  return answersSchema.parse(JSON.parse(readFileSync(ANSWERS_FILE, 'utf8')));
}

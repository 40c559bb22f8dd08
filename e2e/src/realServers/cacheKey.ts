import { createHash } from 'crypto';

/** What a build is made of: named texts, and the tool that builds them. */
export interface BuildInputs {
  readonly files: ReadonlyArray<{ name: string; content: string }>;
  readonly tool: string;
}

/**
 * A short key that changes with any file's name or content and with the tool,
 * and with nothing else. Lengths are part of it, so that moving text from one
 * file to the next changes it too.
 */
export function cacheKey({ files, tool }: BuildInputs): string {
  const hash = createHash('sha256');
  const parts = files.flatMap(({ name, content }) => [name, content]);
  for (const part of [tool, ...parts]) {
    hash.update(`${Buffer.byteLength(part)}\n`).update(part);
  }
  return hash.digest('hex').slice(0, 16);
}

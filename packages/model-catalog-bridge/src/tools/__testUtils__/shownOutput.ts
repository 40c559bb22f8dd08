import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '../../../../../docs');

const blockOf = (name: string) =>
  new RegExp(
    `(<!-- output: ${name} -->\\n\\n\`\`\`\\w*\\n)([\\s\\S]*?)(\`\`\`\\n)`,
  );

/**
 * What a page shows as the output of that name: the block below the comment
 * `output: NAME`. With UPDATE_DOCS=1 the block is written anew before.
 *
 * @throws Error when the page has no such block
 */
export function shownOutput(page: string, name: string, now: string): string {
  const path = join(DOCS, page);
  const text = readFileSync(path, 'utf8');
  const [, , shown] = blockOf(name).exec(text) ?? [];
  if (shown === undefined) {
    throw new Error(`docs/${page} has no block "output: ${name}"`);
  }
  if (!process.env.UPDATE_DOCS) {
    return shown;
  }
  writeFileSync(
    path,
    text.replace(blockOf(name), (_, before, __, after) => before + now + after),
  );
  return now;
}

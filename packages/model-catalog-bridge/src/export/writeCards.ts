import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { isEntityName } from '@model-catalog/common';
import { messageOf } from '@model-catalog/node';
import { cardFiles, inParallel } from './plugins';

const MAX_CARD_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
const AT_ONCE = 4;

/** The folders that were written, one a line: names of entities as techdocs-cli takes them. */
export const INDEX = 'entities.txt';
/** Those of them whose files are not as they were. */
export const CHANGED = 'changed.txt';

/** What one export of cards did. */
export type Written = {
  entities: string[];
  changed: string[];
  pruned: string[];
  /** Cards that could not be read; their folders are as they were. */
  failed: string[];
};

/** Reads a card by its path on the location service. */
export type ReadCard = (request: {
  path: string;
  maxBytes: number;
  timeoutMs: number;
}) => Promise<{ body: Buffer }>;

const FOLDER = /^default\/[a-z]{1,63}\/([A-Za-z0-9][A-Za-z0-9._-]{0,62})$/;

/** The folder of an entity, and its card below the base URL; nothing when its docs are elsewhere. */
function cardOf({ kind, metadata }: Entity, baseUrl: string) {
  const ref = metadata.annotations?.['backstage.io/techdocs-ref'] ?? '';
  const start = `url:${baseUrl}/modelcard?`;
  const folder = `default/${kind.toLowerCase()}/${metadata.name}`;
  return ref.startsWith(start) && isEntityName(metadata.name)
    ? { folder, path: ref.slice(`url:${baseUrl}`.length) }
    : undefined;
}

/** How a page is called where nothing in it says it. */
function nameOf(path: string): string {
  const { searchParams } = new URL(path, 'http://localhost');
  return searchParams.get('key') ?? searchParams.get('server') ?? '';
}

/** Writes a file unless it is so already; says whether it was not. */
async function keepTrue(path: string, content: string): Promise<boolean> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === content) {
    return false;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return true;
}

/** Folders of an export before; a line that is none of ours is not touched. */
async function indexOf(dir: string): Promise<string[]> {
  const text = await readFile(join(dir, INDEX), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(line => isEntityName(FOLDER.exec(line)?.[1] ?? ''));
}

const linesOf = (folders: readonly string[]) =>
  folders.map(folder => `${folder}\n`).join('');

async function writeCard(
  { folder, path }: { folder: string; path: string },
  { dir, read }: { dir: string; read: ReadCard },
): Promise<boolean> {
  const { body } = await read({
    path,
    maxBytes: MAX_CARD_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  const files = cardFiles(body.toString('utf8'), nameOf(path));
  let isChanged = false;
  for (const file of files) {
    const target = join(dir, folder, file.path);
    isChanged = (await keepTrue(target, file.content)) || isChanged;
  }
  return isChanged;
}

/**
 * Writes a TechDocs source of each entity with a card:
 * `<dir>/default/<kind>/<name>/{mkdocs.yml,docs/index.md}`, and which there are.
 *
 * | folder of an export before, of which there is no card now | |
 * |---|---|
 * | `prune` | removed |
 * | else | stays, and stays in the index |
 */
export async function writeCards(
  entities: readonly Entity[],
  options: {
    dir: string;
    baseUrl: string;
    read: ReadCard;
    /** Whether what is not there any more is known to be gone. */
    prune: boolean;
  },
): Promise<Written> {
  const { dir, baseUrl, prune } = options;
  const cards = entities.flatMap(entity => cardOf(entity, baseUrl) ?? []);
  const before = await indexOf(dir);
  const changed: string[] = [];
  const failed: string[] = [];
  await inParallel(cards, AT_ONCE, async card => {
    try {
      if (await writeCard(card, options)) {
        changed.push(card.folder);
      }
    } catch (error) {
      failed.push(`${card.folder}: ${messageOf(error)}`);
    }
  });
  const now = new Set(cards.map(({ folder }) => folder));
  const gone = before.filter(folder => !now.has(folder));
  const pruned = prune ? gone : [];
  for (const folder of pruned) {
    await rm(join(dir, folder), { recursive: true, force: true });
  }
  const index = [...new Set([...now, ...(prune ? [] : gone)])].sort();
  await keepTrue(join(dir, INDEX), linesOf(index));
  await keepTrue(join(dir, CHANGED), linesOf(changed.sort()));
  return { entities: index, changed, pruned, failed };
}

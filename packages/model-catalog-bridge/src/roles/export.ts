import { readFile, writeFile } from 'node:fs/promises';
import { HttpGetter, type Connection } from '@model-catalog/connection';
import { messageOf } from '@model-catalog/node';
import { makeEntities, withDefinitions } from '../export/makeEntities';
import type { Shape, ShownUrls } from '../export/plugins';
import { type Location, readLocation } from '../export/readLocation';
import { writeCards } from '../export/writeCards';
import { yamlDocument } from '../export/yaml';

export type ExportOptions = {
  /** Where the location service is. */
  url: string;
  token?: string;
  tokenFile?: string;
  caFile?: string;
  /** Folder for TechDocs sources. */
  cards?: string;
  /** Removes what an export before wrote and is gone since. */
  prune?: boolean;
  /** File for entities, `-` to print them. */
  entities?: string;
  /** Id of the entry in the hub's configuration. */
  id: string;
  urls: ShownUrls;
  /** How model servers are shown. */
  entityShape: Shape;
  signal: AbortSignal;
  write(text: string): void;
  writeError(text: string): void;
};

async function connectionOf(options: ExportOptions): Promise<Connection> {
  const { url, tokenFile, caFile, id, urls } = options;
  const token = tokenFile
    ? (await readFile(tokenFile, 'utf8')).trim()
    : options.token;
  return {
    id,
    baseUrl: url.replace(/\/+$/, ''),
    ...(token && { token }),
    ...(caFile && { caFile }),
    listIntervalMs: 0,
    removalGuard: { maxSharePercent: 0, atLeast: 1 },
    urls,
  };
}

type Made = Awaited<ReturnType<typeof makeEntities>>;

async function writeEntities(
  made: Made,
  location: Location,
  { entities: file = '-', urls, write }: ExportOptions,
): Promise<void> {
  const documents: string[] = [];
  for await (const entity of withDefinitions(made.drafts, location, urls)) {
    const text = yamlDocument({ ...entity });
    if (file === '-') {
      write(text);
    } else {
      documents.push(text);
    }
  }
  if (file !== '-') {
    await writeFile(file, documents.join(''));
  }
}

async function exportCards(
  { drafts }: Made,
  location: Location,
  options: ExportOptions & { cards: string; getter: HttpGetter },
): Promise<boolean> {
  const { cards: dir, getter, url, signal, writeError } = options;
  const isPruned = options.prune === true && location.gaps.length === 0;
  const written = await writeCards(
    drafts.map(({ entity }) => entity),
    {
      dir,
      baseUrl: url.replace(/\/+$/, ''),
      read: request => getter.get({ ...request, signal }),
      prune: isPruned,
    },
  );
  for (const flaw of written.failed) {
    writeError(`${flaw}\n`);
  }
  if (options.prune && !isPruned) {
    writeError('Nothing is pruned: not everything could be read\n');
  }
  writeError(
    `${written.entities.length} TechDocs sources in ${dir}, ${written.changed.length} of them changed, ${written.pruned.length} removed\n`,
  );
  return written.failed.length === 0;
}

/**
 * Reads a location service once and writes what a hub would make of it.
 *
 * @returns 0 when all of it could be written; 1 when the service could not be
 *   read, or an entity or a card is left out
 */
export async function runExport(options: ExportOptions): Promise<0 | 1> {
  const { signal, writeError, cards } = options;
  const connection = await connectionOf(options);
  const getter = new HttpGetter(connection);
  try {
    const { baseUrl, id } = connection;
    const location = await readLocation(getter, { baseUrl, signal });
    for (const gap of location.gaps) {
      writeError(`${gap}\n`);
    }
    const { urls, entityShape: shape } = options;
    const making = { baseUrl, id, urls, shape };
    const made = await makeEntities(location.records, making);
    for (const flaw of made.flaws) {
      writeError(`${flaw}\n`);
    }
    if (options.entities !== undefined || cards === undefined) {
      await writeEntities(made, location, options);
    }
    const isWhole =
      cards === undefined ||
      (await exportCards(made, location, { ...options, cards, getter }));
    const isSound = !made.flaws.some(flaw => flaw.includes('is left out'));
    return isWhole && isSound ? 0 : 1;
  } catch (error) {
    writeError(`${messageOf(error)}\n`);
    return 1;
  } finally {
    getter.close();
  }
}

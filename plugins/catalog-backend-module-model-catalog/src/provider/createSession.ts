import type { Connection } from '@model-catalog/connection';
import type { LocationClient } from '../client/LocationClient';
import { shownDefinition } from '../entities';
import { clean } from '../entities/text';
import type { StitchedReader } from '../shape';
import type { Books } from './books/types';
import type { CatalogView } from './catalog/CatalogReader';
import { Texts } from './catalog/Texts';
import type { RecordDraft } from './plan/draftRecords';
import type { Reporter } from './Reporter';
import { Follower } from './session/Follower';
import { Session } from './session/Session';
import { allRefsOf, ShapeKeeper } from './session/ShapeKeeper';

const HELD_AFTER_MS = 2 * 60_000;

export type SessionParts = {
  connection: Connection;
  /** The provider's name, and those that it had before. */
  name: string;
  previous: readonly string[];
  client: LocationClient;
  catalog: CatalogView & StitchedReader;
  books: Books;
  reporter: Reporter;
  hubReads?: (url: string) => boolean;
  now?: () => number;
  heldAfterMs?: number;
};

/** A definition, clean already, as the catalog is to have it. */
function shown({ urls }: Connection) {
  return (text: string, { record }: RecordDraft) => {
    const definition =
      record.kind === 'server' ? shownDefinition(text, record, urls) : text;
    return definition === text ? text : clean(definition);
  };
}

/** Cleaned once, however many entities show it. */
function cleanTexts(texts: ReadonlyMap<string, string>) {
  return new Map([...texts].map(([digest, text]) => [digest, clean(text)]));
}

/** Puts together what follows one location service. */
export function createSession(parts: SessionParts): Session {
  const { connection, name, client, hubReads, reporter } = parts;
  const heldAfterMs = parts.heldAfterMs ?? HELD_AFTER_MS;
  const { urls, kubernetesCluster, systems } = connection;
  const shape = new ShapeKeeper({
    wanted: connection.entityShape ?? 'classic',
    urls,
    location: name,
    reader: parts.catalog,
    onNews: news => reporter.news(news),
  });
  const follower = new Follower({
    ...parts,
    shape,
    heldAfterMs,
    texts: signal =>
      new Texts({
        read: async digests => cleanTexts(await client.texts(digests, signal)),
        shown: shown(connection),
      }),
    draft: {
      baseUrl: connection.baseUrl,
      location: name,
      hubReads,
      urls,
      kubernetesCluster,
      systems,
    },
  });
  return new Session({
    ...parts,
    follower,
    shape,
    refsOf: allRefsOf,
    heldAfterMs,
    now: parts.now ?? (() => performance.now()),
  });
}

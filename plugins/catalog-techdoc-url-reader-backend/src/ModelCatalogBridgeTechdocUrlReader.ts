import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadTreeResponseFactory } from '@backstage/backend-defaults/urlReader';
import type {
  LoggerService,
  UrlReaderService,
  UrlReaderServiceReadTreeOptions,
  UrlReaderServiceReadTreeResponse,
  UrlReaderServiceReadUrlOptions,
  UrlReaderServiceReadUrlResponse,
  UrlReaderServiceSearchOptions,
  UrlReaderServiceSearchResponse,
} from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  NotFoundError,
  NotModifiedError,
} from '@backstage/errors';
import {
  LocationServiceError,
  type Connection,
  type Getter,
  type GetResponse,
} from '@model-catalog/connection';
import { cardFiles } from './cardFiles';
import { matchCard, type CardAddress } from './matchCard';

const MAX_CARD_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;

export type ReaderOptions = {
  connections: readonly Connection[];
  /** How each connection is asked, by its id. */
  getters: ReadonlyMap<string, Getter>;
  logger: LoggerService;
  treeResponseFactory: ReadTreeResponseFactory;
  /** Milliseconds for one card; 10 seconds by default. */
  timeoutMs?: number;
};

type Card = { body: Buffer; etag: string; lastModified?: Date; key: string };

/** How a page is called where nothing in it says it. */
const nameOf = ({ key, server = '' }: Pick<CardAddress, 'key' | 'server'>) =>
  key ?? server;

/** Where a location service has a card; old ones pass over all but the key. */
function cardPath(address: Omit<CardAddress, 'connection'>): string {
  const query = Object.entries(address).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `/modelcard?${query.join('&')}`;
}

/** Reads model cards from the location service, as a file or as a TechDocs tree. */
export class ModelCatalogBridgeTechdocUrlReader implements UrlReaderService {
  constructor(private readonly options: ReaderOptions) {}

  async readUrl(
    url: string,
    options: UrlReaderServiceReadUrlOptions = {},
  ): Promise<UrlReaderServiceReadUrlResponse> {
    const { body, etag, lastModified } = await this.readCard(url, options);
    return {
      buffer: async () => body,
      stream: () => Readable.from([body]),
      etag,
      lastModifiedAt: lastModified,
    };
  }

  async readTree(
    url: string,
    options: UrlReaderServiceReadTreeOptions = {},
  ): Promise<UrlReaderServiceReadTreeResponse> {
    const card = await this.readCard(url, options);
    const files = cardFiles(card.body.toString('utf8'), card.key)
      .map(({ path, content }) => ({ path, data: Buffer.from(content) }))
      .filter(
        ({ path, data }) =>
          options.filter?.(path, { size: data.length }) ?? true,
      );
    // Backstage's own response is used up by one call; each call gets one.
    const response = () =>
      this.options.treeResponseFactory.fromReadableArray(
        files.map(({ path, data }) => ({
          path,
          data: Readable.from([data]),
          lastModifiedAt: card.lastModified,
        })),
      );
    return {
      etag: card.etag,
      files: async () => (await response()).files(),
      archive: async () => (await response()).archive(),
      dir: async dirOptions => (await response()).dir(dirOptions),
    };
  }

  /** A card is one file: there is nothing to search in, so it is found or not. */
  async search(
    url: string,
    options: UrlReaderServiceSearchOptions = {},
  ): Promise<UrlReaderServiceSearchResponse> {
    try {
      const { body, etag, lastModified } = await this.readCard(url, options);
      return {
        files: [
          { url, content: async () => body, lastModifiedAt: lastModified },
        ],
        etag,
      };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { files: [], etag: '' };
      }
      throw error;
    }
  }

  toString() {
    const bases = this.options.connections.map(({ baseUrl }) => baseUrl);
    return `modelCatalogBridge{${bases.join(',')}}`;
  }

  /**
   * @throws NotModifiedError, NotFoundError; NotAllowedError for what is no card
   * of ours; LocationServiceError for everything else
   */
  private async readCard(
    url: string,
    options: UrlReaderServiceReadUrlOptions,
  ): Promise<Card> {
    const { connections, logger } = this.options;
    const address = URL.canParse(url)
      ? matchCard(new URL(url), connections)
      : undefined;
    if (!address) {
      throw new NotAllowedError(
        'This is no model card of a configured location service',
      );
    }
    logger.info(`ModelCatalogBridgeTechdocUrlReader.readUrl of ${url}`);
    const response = await this.ask(address, options);
    const { body, lastModified } = response;
    // Old location services have no validator; the content's hash is as good.
    const etag =
      response.etag ?? `"${createHash('sha256').update(body).digest('hex')}"`;
    if (response.status === 304 || etag === options.etag) {
      logger.debug('The model card did not change', { url, etag });
      throw new NotModifiedError();
    }
    logger.debug('Read a model card', { url, etag, bytes: body.length });
    return { body, etag, lastModified, key: nameOf(address) };
  }

  private async ask(
    { connection, key, server, urls }: CardAddress,
    { etag, signal, token }: UrlReaderServiceReadUrlOptions,
  ): Promise<GetResponse> {
    const getter = this.options.getters.get(connection.id);
    if (!getter) {
      throw new Error(`There is no connection ${connection.id}`);
    }
    try {
      const response = await getter.get({
        path: cardPath({ key, server, urls }),
        maxBytes: MAX_CARD_BYTES,
        timeoutMs: this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        etag,
        signal,
        token,
      });
      if (response.status === 304 && !etag) {
        // Old location services do so from the twelfth read on.
        throw new Error(
          `The location service ${
            connection.baseUrl
          } says that the model card ${nameOf({
            key,
            server,
          })} did not change, ` +
            'but was not asked; restart the location service, or update it',
        );
      }
      return response;
    } catch (error) {
      if (error instanceof LocationServiceError && error.status === 404) {
        throw new NotFoundError(
          key === undefined
            ? `The location service ${connection.baseUrl} does not know how ${server} is called`
            : `The location service ${connection.baseUrl} has no model card ${key}`,
          error,
        );
      }
      throw error;
    }
  }
}

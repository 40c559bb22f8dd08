import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import {
  LocationServiceError,
  type Connection,
} from '@model-catalog/connection';
import type { LocationClient } from '../client/LocationClient';
import { answerOfListing, answerOfSnapshot, type Answer } from './answers';
import { apply } from './apply';
import type { KnownReader } from './CatalogReader';
import type { Known } from './known';
import { plan, type Plan } from './plan';
import type { Reporter } from './Reporter';

const SNAPSHOT_INTERVAL_MS = 1_000;
/** What the catalog lost (unregistered by hand, restored backup) is sent again after this. */
const RESYNC_INTERVAL_MS = 60 * 60_000;
/** A service that knew the endpoint a moment ago is not an old one at its first 404. */
const DOUBTS_ALLOWED = 2;

export type SyncOptions = {
  connection: Connection;
  /** The provider's name: location key and location reference of its entities. */
  name: string;
  client: LocationClient;
  knownReader: KnownReader;
  reporter: Reporter;
  /** Whether the hub reads documentation from a URL. */
  hubReads?: (url: string) => boolean;
  /** Milliseconds since some moment in the past. */
  now: () => number;
};

/**
 * One location service and the part of the catalog that follows it.
 *
 * Everything it remembers may be lost: what the catalog holds is read from the
 * catalog, before the first change and then hourly.
 */
export class Sync {
  private known = new Map<string, Known>();
  /** When `known` was read; absent before that. */
  private knownAt: number | undefined;
  private etag: string | undefined;
  private servesSnapshots = false;
  private doubts = 0;
  /** How often in a row each entity was absent from a list. */
  private absences = new Map<string, number>();

  constructor(private readonly options: SyncOptions) {}

  /**
   * Reads once, and changes what must be changed.
   *
   * @returns milliseconds until the next reading
   * @throws when the location service or the catalog cannot be read: nothing is changed then
   */
  async poll(
    target: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<number> {
    const { client, connection, reporter } = this.options;
    if (this.isResyncDue()) {
      this.etag = undefined;
    }
    const answer = await client.snapshot(this.etag, signal);
    if (answer.kind === 'no-such-endpoint') {
      this.fallBack();
      reporter.discovering(connection.baseUrl);
      const listing = await client.listing(signal);
      const { absences } = this;
      const { absent } = await this.follow(
        target,
        answerOfListing(listing, connection, absences),
      );
      this.absences = new Map(
        absent.map(ref => [ref, (absences.get(ref) ?? 0) + 1]),
      );
      return connection.listIntervalMs;
    }
    this.servesSnapshots = true;
    this.doubts = 0;
    this.absences = new Map();
    if (answer.kind === 'snapshot') {
      reporter.sources(answer.snapshot.sources);
      await this.follow(target, answerOfSnapshot(answer.snapshot));
      this.etag = answer.etag;
    }
    return SNAPSHOT_INTERVAL_MS;
  }

  private isResyncDue(): boolean {
    const { knownAt } = this;
    return (
      knownAt === undefined ||
      this.options.now() - knownAt >= RESYNC_INTERVAL_MS
    );
  }

  private fallBack() {
    if (this.servesSnapshots && this.doubts < DOUBTS_ALLOWED) {
      this.doubts += 1;
      throw new LocationServiceError(
        'the endpoint that it had before is not there',
        { url: this.options.connection.baseUrl },
      );
    }
    this.servesSnapshots = false;
  }

  private async follow(
    target: EntityProviderConnection,
    answer: Answer,
  ): Promise<Plan> {
    const { connection, name, knownReader, reporter, now } = this.options;
    // Should this stop half way, the next answer must not be "unchanged".
    this.etag = undefined;
    if (this.isResyncDue()) {
      this.known = merge(this.known, await knownReader.read(name));
      this.knownAt = now();
    }
    const { known } = this;
    const changes = await plan({
      ...answer,
      known,
      baseUrl: connection.baseUrl,
      location: name,
      hubReads: this.options.hubReads,
    });
    reporter.problems({ issues: changes.issues, ...answer });
    await apply({ target, plan: changes, known, locationKey: name });
    reporter.applied(changes);
    return changes;
  }
}

/**
 * What was sent and what the catalog tells, to be sent again all of it. The
 * catalog does not tell of what it has not processed yet.
 */
function merge(
  sent: ReadonlyMap<string, Known>,
  told: ReadonlyMap<string, Known>,
): Map<string, Known> {
  const withoutHash = [...sent].map(
    ([ref, { key, source }]) => [ref, { key, source }] as const,
  );
  return new Map([...withoutHash, ...told]);
}

import type { Connection } from '@model-catalog/connection';
import type { LocationClient } from '../../client/LocationClient';
import { fromDocuments } from '../../entities';
import { rulesOfListing } from '../plan/rules';
import type { Reporter } from '../Reporter';
import type { ShapeKeeper } from './ShapeKeeper';
import type { Step, StepResult } from './step';
import type { Follower } from './Follower';
import { Shrinking } from './Shrinking';
import { View, type RefsOf } from './View';

/** While another process is at it. */
const RETRY_MS = 1_000;

export type ListOptions = {
  connection: Connection;
  client: Pick<LocationClient, 'listing'>;
  follower: Follower;
  reporter: Reporter;
  refsOf: RefsOf;
  shape: ShapeKeeper;
  now: () => number;
};

/** Follows a location service that has only `/list` and one document per model. */
export class ListSession {
  /** How often in a row each entity was absent from a list. */
  private absences = new Map<string, number>();
  private readonly shrinking: Shrinking;

  constructor(private readonly options: ListOptions) {
    this.shrinking = new Shrinking(options.now);
  }

  async step({
    targets,
    signal,
    compare,
  }: Step): Promise<Extract<StepResult, { kind: 'followed' }>> {
    const { connection, client, follower, reporter, refsOf } = this.options;
    reporter.discovering(connection.baseUrl);
    const listing = await client.listing(signal);
    const view = new View(refsOf);
    for (const record of fromDocuments(listing.documents, connection.baseUrl)) {
      view.put(record);
    }
    const { shape, now } = this.options;
    if (shape.untilNext(now()) === 0) {
      // Everything is looked at anyway.
      await shape.ask(view, now());
    }
    const rules = rulesOfListing(listing, connection, this.absences);
    const followed = await follower.follow(
      targets,
      {
        view,
        rules: { ...rules, mayShrink: share => this.shrinking.isProof(share) },
        sources: [],
        now: 0,
        compare,
        scope: () => 'all',
      },
      signal,
    );
    if (followed.kind !== 'done') {
      return { kind: 'followed', nextMs: RETRY_MS, compared: false };
    }
    const { absent, issues } = followed;
    this.absences = new Map(
      absent.map(ref => [ref, (this.absences.get(ref) ?? 0) + 1]),
    );
    const { failed } = listing;
    reporter.problems({ issues: [...issues.values()].flat(), bad: [], failed });
    return {
      kind: 'followed',
      nextMs: connection.listIntervalMs,
      compared: true,
    };
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { SourceStatus } from '@model-catalog/common';
import { CONFIG_PATH, LocationServiceError } from '@model-catalog/connection';
import type { BadRecord } from '../client/badRecord';
import type { Issue } from '../entities';
import type { ShapeNews } from '../shape';
import type { Compared } from './catalog/compare';
import type { PassResult } from './session/Pass';

/** How often a service that starts up is asked; it is beside us, and nothing listens yet. */
const START_RETRY_MS = 1_000;
/** Failures until a service that was never reached is more than slow to start: half a minute. */
const FAILURES_AT_START = 30;

/** How often it is told that the service still cannot be followed, milliseconds. */
const REMIND_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

/** Conflicts that are told one by one. */
const CONFLICTS_TOLD = 20;

type Line = {
  level?: 'info';
  message: string;
  meta: { [key: string]: string | number };
};

function isRefused(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ECONNREFUSED'
  );
}

/**
 * Says each thing once: when it begins, and not again with every poll. What
 * has gone away is forgotten, so that it is said again when it comes back.
 */
export class Reporter {
  private said = new Set<string>();
  private states = new Map<string, string>();
  private conflicts = new Map<string, string>();

  private lastFailure: string | undefined;
  /** When the first failure in a row was, and when one was told last. */
  private failing: { since: number; toldAt: number } | undefined;
  private wasReached = false;

  constructor(
    private readonly logger: LoggerService,
    /** The key of the entry, to name its options. */
    private readonly id: string,
    /** Milliseconds since some moment in the past. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The sign of life that the product documentation tells to look for. */
  discovering(baseUrl: string) {
    this.logger.info(
      `Discovering ResourceEntities from Model Server ${baseUrl}`,
    );
  }

  /** @returns milliseconds that the other side asks to wait */
  failed(error: unknown, failures: number): number | undefined {
    const reason = isError(error) ? error.message : String(error);
    const status =
      error instanceof LocationServiceError ? error.status : undefined;
    const { meta: since, isDue } = this.failingSince();
    const meta = { reason, failures, ...since };
    const unreached =
      error instanceof LocationServiceError && isRefused(error.cause);
    this.wasReached ||= !unreached;
    // Containers start in any order, so this is no failure yet.
    const isStarting = !this.wasReached && failures <= FAILURES_AT_START;
    const said = `${isStarting} ${reason}`;
    if (isDue) {
      this.logger.warn(
        'The model catalog cannot be followed still; what the catalog shows of it may be out of date',
        meta,
      );
    } else if (said === this.lastFailure) {
      this.logger.debug('Still failing', meta);
    } else if (status === 503 || isStarting) {
      this.logger.info('The location service is not ready yet', meta);
    } else {
      this.logger.warn(
        'The model catalog cannot be followed; the catalog keeps what it has',
        meta,
      );
    }
    this.lastFailure = said;
    if (isStarting) {
      return START_RETRY_MS;
    }
    return error instanceof LocationServiceError
      ? error.retryAfterMs
      : undefined;
  }

  /** For how long it has failed, and whether it is time to tell that again. */
  private failingSince() {
    const now = this.now();
    const failing = this.failing ?? { since: now, toldAt: now };
    const isDue = now - failing.toldAt >= REMIND_MS;
    this.failing = isDue ? { ...failing, toldAt: now } : failing;
    const minutes = Math.floor((now - failing.since) / MINUTE_MS);
    return { meta: { ...(minutes > 0 && { minutes }) }, isDue };
  }

  recovered(failures: number) {
    this.lastFailure = undefined;
    this.failing = undefined;
    this.logger.info('The model catalog is followed again', { failures });
  }

  /** What was not taken from the answer as it is. */
  problems(problems: {
    issues: readonly Issue[];
    bad: readonly BadRecord[];
    failed: readonly { uri: string; message: string }[];
  }) {
    const lines: Line[] = [
      ...problems.bad.map(({ key, name, field, message }) => ({
        message:
          'A record cannot be read; what the catalog has of it stays as it is',
        meta: {
          key: key ?? 'unknown',
          name: name ?? 'unknown',
          field,
          reason: message,
        },
      })),
      ...problems.failed.map(({ uri, message }) => ({
        message:
          'A document cannot be read; what the catalog has of it stays as it is',
        meta: { uri, reason: message },
      })),
      ...problems.issues.map(({ ref, field, message, level }) => ({
        level,
        message:
          level === 'info'
            ? 'Part of an entity is taken over in another form'
            : 'Part of an entity is not taken over',
        meta: { entity: ref, field, reason: message },
      })),
    ];
    const now = new Set<string>();
    for (const { level = 'warn', message, meta } of lines) {
      const id = JSON.stringify([message, meta]);
      if (!this.said.has(id) && !now.has(id)) {
        this.logger[level](message, meta);
      }
      now.add(id);
    }
    this.said = now;
  }

  /** A source that is not read completely, and when it is again. */
  sources(sources: readonly SourceStatus[]) {
    for (const { id, state, message } of sources) {
      const before = this.states.get(id);
      this.states.set(id, state);
      if (before === state) {
        continue;
      }
      const meta = { source: id, state, ...(message && { reason: message }) };
      if (state === 'failed' || state === 'partial') {
        this.logger.warn(
          'A source is not read completely; nothing of it leaves the catalog',
          meta,
        );
      } else if (before !== undefined) {
        this.logger.info('The state of a source changed', meta);
      }
    }
  }

  /** One line for a change, none when nothing changed. */
  applied(result: PassResult) {
    this.wasReached = true;
    const { sent, heldBack, skipped, refused, waiting } = result;
    const meta = { ...sent, held: heldBack, skipped };
    if (sent.added + sent.updated + sent.resent + sent.removed > 0) {
      this.logger.info('The catalog follows the model catalog', meta);
    } else {
      this.logger.debug('Nothing to change in the catalog', meta);
    }
    this.counted('refused', refused, () =>
      this.logger.warn(
        'Removals are refused because too much would leave the catalog at once; ' +
          'if the location service is right, raise the option',
        {
          removals: refused,
          option: `${CONFIG_PATH}.${this.id}.removalGuard.maxSharePercent`,
        },
      ),
    );
    this.counted('waiting', waiting, () =>
      this.logger.warn(
        'The list lacks half of the entities or more; ' +
          'that is believed once it has stood for ten minutes',
        { absent: waiting },
      ),
    );
  }

  /** What the catalog holds, beside what it was sent. */
  compared({ lost, conflicts }: Compared) {
    if (lost > 0) {
      this.logger.info(
        'Entities that were sent are not in the catalog any more; they are sent again',
        { entities: lost },
      );
    }
    for (const ref of this.conflicts.keys()) {
      if (!conflicts.has(ref)) {
        this.conflicts.delete(ref);
      }
    }
    for (const [ref, location] of conflicts) {
      this.conflict(ref, location);
    }
  }

  /** How far the model servers are with the shape that is configured. */
  news({ level, message }: ShapeNews) {
    this.logger[level](message);
  }

  /** A name that somebody else has in the catalog; after some, only that there are more. */
  conflict(ref: string, location: string) {
    if (this.conflicts.get(ref) === location) {
      return;
    }
    this.conflicts.set(ref, location);
    const meta = { entity: ref, location: location || 'unknown' };
    if (this.conflicts.size <= CONFLICTS_TOLD) {
      this.logger.warn(
        'An entity of this name comes from elsewhere already and is left alone; ' +
          'rename or remove that one, and ours comes within an hour',
        meta,
      );
    } else if (this.conflicts.size === CONFLICTS_TOLD + 1) {
      this.logger.warn(
        'More names come from elsewhere; LOG_LEVEL=debug names them all. ' +
          'If they are of this entry under an id that it had before, name that',
        { option: `${CONFIG_PATH}.${this.id}.previousIds`, ...meta },
      );
    } else {
      this.logger.debug('A name comes from elsewhere', meta);
    }
  }

  private counted(id: string, count: number, say: () => void) {
    const before = this.states.get(id);
    this.states.set(id, String(count));
    if (count > 0 && before !== String(count)) {
      say();
    }
  }
}

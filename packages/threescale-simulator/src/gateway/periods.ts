import type { Limit } from '../state/typesOfUse';

export type Period = Limit['period'];

const DAY_MS = 86_400_000;

/** When the period began that a moment is in, and when it ends; in UTC, weeks from Monday. Milliseconds since the epoch. */
export function windowOf(
  period: Period,
  at: number,
): { readonly start: number; readonly end: number } {
  const date = new Date(at);
  const [year, month, day] = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
  ];
  const midnight = Date.UTC(year, month, day);
  const lasting = (start: number, ms: number) => ({ start, end: start + ms });
  switch (period) {
    case 'minute':
      return lasting(at - (at % 60_000), 60_000);
    case 'hour':
      return lasting(at - (at % 3_600_000), 3_600_000);
    case 'day':
      return lasting(midnight, DAY_MS);
    case 'week':
      return lasting(
        midnight - ((date.getUTCDay() + 6) % 7) * DAY_MS,
        7 * DAY_MS,
      );
    case 'month':
      return {
        start: Date.UTC(year, month),
        end: Date.UTC(year, month + 1),
      };
    case 'year':
      return { start: Date.UTC(year, 0), end: Date.UTC(year + 1, 0) };
    default:
      return { start: 0, end: Number.MAX_SAFE_INTEGER };
  }
}

import type { OfferingPlan } from '@model-catalog/common';
import { markdownText } from './quote';
import { oneLine } from './shownUrl';

/** More of them are for the portal to show. */
const MAX_LIMITS = 4;

/** With its thousands apart, as 100,000. */
const numberText = (value: number): string =>
  String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const limitText = ({
  metric,
  period,
  value,
}: OfferingPlan['limits'][number]): string => {
  const most = `${numberText(value)} ${metric}`;
  return period === 'eternity' ? `${most} in all` : `${most} per ${period}`;
};

/** A plan and what it lets one do, as `Trial (5 hits per minute)`; names that others chose are as they are. */
export function planText({ title, limits }: OfferingPlan): string {
  const shown = limits.slice(0, MAX_LIMITS).map(limitText);
  const all = limits.length > MAX_LIMITS ? [...shown, 'and others'] : shown;
  return markdownText(
    oneLine(all.length > 0 ? `${title} (${all.join(', ')})` : title),
  );
}

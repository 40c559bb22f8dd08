import { type CardRef, TECHDOCS } from '@model-catalog/common';
import { PROPERTY, urlProperty } from './properties';
import type { NormaliseOptions, Report } from '../types';

export type TechDocs = {
  annotations: Record<string, string>;
  links: { title: string; url: string }[];
};

const NOTHING: TechDocs = { annotations: {}, links: [] };

/**
 * What becomes of the `TechDocs` property, which anybody may write who may
 * write a model.
 *
 * | card | allowed hosts | host of the URL | becomes |
 * |---|---|---|---|
 * | yes | any | any | nothing: the card wins |
 * | no | not configured | any | documentation; the hub decides by its integrations |
 * | no | configured | among them | documentation |
 * | no | configured | not among them | a link, reported |
 */
export function chooseTechDocs(
  properties: Record<string, string>,
  card: CardRef | undefined,
  {
    options: { techdocsHosts },
    report,
  }: { options: NormaliseOptions; report: Report },
): TechDocs {
  const url = card
    ? undefined
    : urlProperty(properties, PROPERTY.techdocs, report);
  if (url === undefined) {
    return NOTHING;
  }
  const { host, hostname } = new URL(url);
  const isAllowed = (allowed: string) =>
    allowed === host || allowed === hostname;
  if (!techdocsHosts || techdocsHosts.some(isAllowed)) {
    return { annotations: { [TECHDOCS]: url }, links: [] };
  }
  report(
    PROPERTY.techdocs,
    `leads to ${host}, which is not among techdocs.allowedHosts; it is shown as a link, not as documentation`,
    'info',
  );
  return { annotations: {}, links: [{ title: 'Documentation', url }] };
}

import type { Report } from '../types';

/** Keys that people set on registered models, versions and (as annotations) on servers. */
export const PROPERTY = {
  apiType: 'API Type',
  description: 'Description',
  ethics: 'Ethics',
  homepage: 'Homepage URL',
  howToUse: 'How to use',
  license: 'License',
  lifecycle: 'Lifecycle',
  modelName: 'rhdh.modelcatalog.io/model-name',
  owner: 'Owner',
  support: 'Support',
  techdocs: 'TechDocs',
  training: 'Training',
  usage: 'Usage',
} as const;

type Properties = Record<string, string>;

/** The value of the first of several owners that says something. */
export function firstText(
  ...values: (string | undefined)[]
): string | undefined {
  return values.find(value => value !== undefined && value.trim() !== '');
}

/** The trimmed value of a property; empty counts as unset. */
export function property(
  properties: Properties,
  key: string,
): string | undefined {
  return firstText(properties[key])?.trim();
}

/** Whether a browser may follow `text`. */
export function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol } = new URL(text);
  return protocol === 'https:' || protocol === 'http:';
}

/** A property that must be a web URL; anything else is reported and left out. */
export function urlProperty(
  properties: Properties,
  key: string,
  report: Report,
): string | undefined {
  const value = property(properties, key);
  if (value === undefined || isWebUrl(value)) {
    return value;
  }
  report(key, 'is no http or https URL; no link is made of it');
  return undefined;
}

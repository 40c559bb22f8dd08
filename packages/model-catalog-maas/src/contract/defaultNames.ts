import { digestOf } from '@model-catalog/common';
import { serverKey } from './serverKey';
import type { PublishableServer } from './types';

type Named = Pick<PublishableServer, 'namespace' | 'resource' | 'name'>;

const RESOURCE_MAX = 63;
/** So short that the gateway's host label holds it beside the usual tenant names. */
const SYSTEM_NAME_MAX = 36;
const HASH = 8;

const hashOf = (server: Named) => digestOf(serverKey(server)).slice(0, HASH);

/** `text` if it is valid and short enough; else what can be kept of it and a hash of the server. */
function fitted(text: string, max: number, server: Named): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (clean === text && text.length <= max) {
    return text;
  }
  const kept = clean.slice(0, max - HASH - 1).replace(/-+$/, '');
  return [kept, hashOf(server)].filter(Boolean).join('-');
}

/** Both kinds of KServe may have one name. */
const nameOf = ({ namespace, resource, name }: Named) =>
  [
    namespace,
    name,
    ...(resource === 'llminferenceservice' ? ['llm'] : []),
  ].join('-');

/** `maas-<namespace>-<name>`, with `-llm` for an LLMInferenceService; a hash where that is too long or no valid name. */
export const resourceNameOf = (server: Named): string =>
  fitted(`maas-${nameOf(server)}`, RESOURCE_MAX, server);

/** The same with a hash in any case: for when another server has the plain one. */
export const hashedResourceNameOf = (server: Named): string =>
  fitted(`maas-${nameOf(server)}.`, RESOURCE_MAX, server);

/** `<namespace>-<name>`, as 3scale's own discovery names products; cut with a hash beyond 36 characters. */
export const systemNameOf = (server: Named): string =>
  fitted(nameOf(server), SYSTEM_NAME_MAX, server);

/** 3scale takes no dashes here, so what is left of a name needs the hash to be one. */
export const activeDocNameOf = (server: Named): string =>
  `${nameOf(server)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, RESOURCE_MAX - HASH)}${hashOf(server)}`;

import { stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityInput, Shape, ServerInput } from './types';

/** The kind of Developer Hub 2.1 and later for model servers; its own module registers it. */
export const AI_MODEL_SERVER = 'AiModelServerAPI';

export type Kind = 'Component' | 'Resource' | 'API' | typeof AI_MODEL_SERVER;

/** The reference of an entity in the namespace `default`, as the catalog writes it. */
export function refOf(kind: Kind, name: string): string {
  return stringifyEntityRef({ kind, namespace: 'default', name });
}

/** The reference of a server itself in a shape. */
export function serverRef({ name }: ServerInput, shape: Shape): string {
  return refOf(shape === 'classic' ? 'Component' : AI_MODEL_SERVER, name);
}

/** The references of the APIs of the gateways by which a server is offered. */
export function gatewayRefs({ offerings = [] }: ServerInput): string[] {
  return [...new Set(offerings.map(({ name }) => refOf('API', name)))];
}

/** Those of them that are made of this record: of several servers, one shows it. */
export const shownOfferings = ({ offerings = [] }: ServerInput) =>
  offerings.filter(one => one.isShownHere && one.definition !== undefined);

/** The sources that a record's entities tell of. */
export const sourcesOf = (record: EntityInput): string[] => [
  record.source,
  ...(record.kind === 'server' ? shownOfferings(record) : []).map(
    ({ source }) => source,
  ),
];

/** The references of a record's entities in the classic shape; the first one is what others relate to. */
export function refsOf(record: EntityInput): [string, ...string[]] {
  if (record.kind === 'model') {
    return [refOf('Resource', record.name)];
  }
  const server = serverRef(record, 'classic');
  return [
    server,
    ...(record.server.API ? [refOf('API', record.name)] : []),
    ...shownOfferings(record).map(({ name }) => refOf('API', name)),
  ];
}

import { labelValueOf } from '@model-catalog/common';
import { KEPT, MANAGER, OWNED } from '../contract/labels';
import { serverKey } from '../contract/serverKey';
import type { DesiredObject, PublishableServer } from '../contract/types';
import { digestOfValue } from './canonical';

export type Unsealed = Omit<DesiredObject, 'metadata'> & {
  metadata: Pick<DesiredObject['metadata'], 'name' | 'namespace'> & {
    annotations?: Record<string, string>;
  };
};

/** The labels by which the publisher finds what it made of a server. */
export function ownedLabels(
  server: Pick<PublishableServer, 'namespace' | 'resource' | 'name'>,
): Record<string, string> {
  return {
    [OWNED.managedBy]: MANAGER,
    [OWNED.namespace]: labelValueOf(server.namespace) ?? '',
    [OWNED.kind]: server.resource,
    [OWNED.name]: labelValueOf(server.name) ?? '',
  };
}

/** The digest of all that an object says, but the digest itself. */
export function withDigest(object: DesiredObject): DesiredObject {
  const { [KEPT.applied]: _old, ...annotations } = object.metadata.annotations;
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  return {
    ...bare,
    metadata: {
      ...bare.metadata,
      annotations: { ...annotations, [KEPT.applied]: digestOfValue(bare) },
    },
  };
}

/** Adds whose the object is, and the digest of all that it says. */
export function sealed(
  { apiVersion, kind, metadata, ...rest }: Unsealed,
  server: PublishableServer,
): DesiredObject {
  return withDigest({
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: ownedLabels(server),
      annotations: {
        [KEPT.server]: serverKey(server),
        ...metadata.annotations,
      },
    },
    ...rest,
  });
}

import { type KubernetesWriter, isHttpError } from '@model-catalog/node';
import { MANAGER } from '../contract/labels';
import type { DesiredObject } from '../contract/types';
import {
  missingKindText,
  objectPath,
  readThreescaleObject,
  type ThreescaleKind,
  type ThreescaleObject,
} from '../threescale/objects';
import { z } from 'zod/v4';
import type { PlannedPatch, PlannedRemoval, PlannedWrite } from './plan/types';

/** Writes single objects of the target namespace. */
export type TargetWriter = {
  /** The object as it is then; `undefined` of a Secret. */
  apply(
    write: Pick<PlannedWrite, 'object' | 'force'>,
  ): Promise<ThreescaleObject | undefined>;
  patch(patch: PlannedPatch): Promise<ThreescaleObject | undefined>;
  remove(removal: PlannedRemoval): Promise<void>;
};

export type TargetWriterOptions = {
  client: KubernetesWriter;
  /** Of the 3scale objects. */
  namespace: string;
  dryRun?: boolean;
  signal?: AbortSignal;
};

const anything = z.unknown();

/** A Secret's plain texts belong to nobody in the owners of fields: they are sent as they are stored. */
function bodyOf(object: DesiredObject): unknown {
  const { stringData, ...rest } = object;
  if (!stringData) {
    return rest;
  }
  const data = Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [
      key,
      Buffer.from(text, 'utf8').toString('base64'),
    ]),
  );
  return { ...rest, type: 'Opaque', data };
}

/** 404 of a write is of the kind, or of the namespace. */
function explained(error: unknown, kind: ThreescaleKind | 'Secret'): unknown {
  const isMissing =
    isHttpError(error, 404) && kind !== 'Secret' && error.reason === undefined;
  return isMissing ? new Error(missingKindText(kind), { cause: error }) : error;
}

function readBack(
  kind: DesiredObject['kind'],
  raw: unknown,
): ThreescaleObject | undefined {
  if (kind === 'Secret') {
    return undefined;
  }
  const read = readThreescaleObject(kind, raw);
  return 'conditions' in read ? read : undefined;
}

export function createTargetWriter(options: TargetWriterOptions): TargetWriter {
  const { client, namespace, dryRun, signal } = options;
  const common = { schema: anything, fieldManager: MANAGER, dryRun, signal };
  const pathOf = (kind: ThreescaleKind | 'Secret', name: string) =>
    objectPath(kind, { namespace, name });
  return {
    apply: async ({ object, force }) => {
      const { kind, metadata } = object;
      try {
        const path = pathOf(kind, metadata.name);
        const body = bodyOf(object);
        return readBack(
          kind,
          await client.apply(path, body, { ...common, force }),
        );
      } catch (error) {
        throw explained(error, kind);
      }
    },
    patch: async ({ kind, name, change }) => {
      const answer = await client.patch(pathOf(kind, name), change, common);
      return readBack(kind, answer);
    },
    remove: async ({ kind, name, uid }) => {
      await client.remove(pathOf(kind, name), { uid, dryRun, signal });
    },
  };
}

import { z } from 'zod/v4';
import { deleteObject } from '../kubernetes/writing/removal';
import { typeOfKind } from '../kubernetes/resources';
import { createObject, replaceObject } from '../kubernetes/writing/writes';
import { command } from './command';
import { findDeployment } from './context';
import { CommandError } from './errors';

/*
 * What an administrator does by hand, whatever is wrong with the API that
 * everybody else goes through.
 */

const annotateInput = z.object({
  name: z.string().min(1),
  annotations: z.record(z.string(), z.string()),
});

/** Sets annotations of a deployment. */
export const annotate = command(annotateInput, (context, input) => {
  const object = findDeployment(context, input.name);
  const { namespace, name } = object.metadata;
  const annotations = { ...object.metadata.annotations, ...input.annotations };
  replaceObject(
    context.kubernetes.writer,
    { type: typeOfKind(object.kind), namespace, name },
    {
      scope: 'main',
      object: { ...object, metadata: { ...object.metadata, annotations } },
    },
  );
  return { message: `Annotated ${namespace}/${name}.` };
});

const labelInput = z.object({
  name: z.string().min(1),
  labels: z.record(z.string(), z.string().nullable()),
});

/** Sets labels of a deployment; null removes one. */
export const label = command(labelInput, (context, input) => {
  const object = findDeployment(context, input.name);
  const { namespace, name } = object.metadata;
  const all = { ...object.metadata.labels, ...input.labels };
  const labels = Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === null ? [] : [[key, value]],
    ),
  );
  replaceObject(
    context.kubernetes.writer,
    { type: typeOfKind(object.kind), namespace, name },
    {
      scope: 'main',
      object: { ...object, metadata: { ...object.metadata, labels } },
    },
  );
  return { message: `Labelled ${namespace}/${name}.` };
});

const placeInput = z.object({
  kind: z.string().min(1),
  namespace: z.string().optional(),
  name: z.string().min(1),
});

const listInput = placeInput.omit({ name: true });

/** Every object of a kind. */
export const listObjects = command(listInput, (context, input) => {
  const { store } = context.kubernetes.writer;
  const items = store.list(typeOfKind(input.kind), input.namespace);
  return { message: `${items.length} objects`, items };
});

const writeInput = z.object({
  object: z.looseObject({
    kind: z.string().min(1),
    metadata: z.looseObject({
      name: z.string().min(1),
      namespace: z.string().optional(),
    }),
  }),
});

/** Creates an object, or replaces it. */
export const writeObject = command(writeInput, (context, { object }) => {
  const { writer } = context.kubernetes;
  const { name, namespace } = object.metadata;
  const type = typeOfKind(object.kind);
  const current = writer.store.get(type, namespace, name);
  if (current) {
    const { resourceVersion } = current.metadata;
    replaceObject(
      writer,
      { type, namespace, name },
      {
        scope: 'main',
        object: {
          ...object,
          metadata: { ...object.metadata, resourceVersion },
        },
      },
    );
  } else {
    const { resourceVersion: _old, uid: _uid, ...metadata } = object.metadata;
    createObject(writer, { type, namespace }, { ...object, metadata });
  }
  return { message: `Wrote ${object.kind} ${name}.` };
});

export const removeObject = command(placeInput, (context, input) => {
  const { writer } = context.kubernetes;
  const { kind, namespace, name } = input;
  const type = typeOfKind(kind);
  if (!writer.store.get(type, namespace, name)) {
    throw new CommandError(
      `There is no ${kind} "${name}".`,
      'Look at what there is with "objects".',
    );
  }
  deleteObject(writer, { type, namespace, name });
  return { message: `Deleted ${kind} ${name}.` };
});

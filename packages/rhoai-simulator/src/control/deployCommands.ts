import { z } from 'zod/v4';
import type { StoredObject } from '../kubernetes/object';
import { deleteObject } from '../kubernetes/writing/removal';
import { typeOfKind } from '../kubernetes/resources';
import { replaceObject } from '../kubernetes/writing/writes';
import { toWorldServer, type WorldServer } from '../world/schema';
import { command } from './command';
import { type ControlContext, deployments, findDeployment } from './context';
import { CommandError } from './errors';

const STOP = 'serving.kserve.io/stop';

const deployInput = z.object({
  name: z.string().min(1),
  namespace: z.string().optional(),
  model: z.string().optional(),
  version: z.string().optional(),
  auth: z.boolean().optional(),
  exposed: z.boolean().optional(),
  state: z.enum(['ready', 'failed', 'pending', 'stopped']).optional(),
});
type DeployInput = z.infer<typeof deployInput>;

/** Deploys what the world has prepared under a name, or any registered model. */
export const deploy = command(deployInput, (context, input) => {
  const server = serverFor(context, input);
  const place = `${server.namespace}/${server.name}`;
  const exists = deployments(context).some(
    ({ metadata }) => `${metadata.namespace}/${metadata.name}` === place,
  );
  if (exists) {
    throw new CommandError(
      `${place} is deployed already.`,
      `Delete it first ("delete ${place}"), or give another name.`,
    );
  }
  context.cluster.deploy(server);
  return { message: `Deployed ${place}.`, deployment: place };
});

function serverFor(context: ControlContext, input: DeployInput): WorldServer {
  const prepared = context.cluster.world.servers.find(
    ({ name }) => name === input.name,
  );
  if (prepared) {
    return {
      ...prepared,
      ...withoutAbsent(input),
      state: input.state ?? 'ready',
    };
  }
  if (!input.model) {
    const names = context.cluster.world.servers
      .filter(({ state }) => state === 'absent')
      .map(({ name }) => name);
    throw new CommandError(
      `Nothing is prepared under the name "${input.name}".`,
      `Name the registered model that it serves (--model, --version)${
        names.length > 0 ? `, or deploy one of: ${names.join(', ')}` : ''
      }.`,
    );
  }
  requireVersion(context, input.model, input.version);
  return toWorldServer({
    namespace: context.cluster.world.namespaces[0]?.name ?? 'default',
    storageUri: `oci://registry.example.com/models/${input.name}:1.0`,
    args: [`--served-model-name=${input.name}`],
    ...withoutAbsent(input),
    name: input.name,
  });
}

function withoutAbsent<T extends object>(values: T): Partial<T> {
  const copy: Partial<T> = { ...values };
  for (const key of Object.keys(copy)) {
    if (Reflect.get(copy, key) === undefined) {
      Reflect.deleteProperty(copy, key);
    }
  }
  return copy;
}

function requireVersion(
  context: ControlContext,
  modelName: string,
  versionName: string | undefined,
): void {
  const models = context.registry.listModels().items;
  const model = models.find(({ name }) => name === modelName);
  if (!model) {
    throw new CommandError(
      `The registry has no model "${modelName}".`,
      `Registered are: ${models.map(({ name }) => name).join(', ')}.`,
    );
  }
  const versions = context.registry.listVersions({}, model.id).items;
  if (versionName && !versions.some(({ name }) => name === versionName)) {
    throw new CommandError(
      `The model "${modelName}" has no version "${versionName}".`,
      `It has: ${versions.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  }
}

const nameInput = z.object({ name: z.string().min(1) });

function setStopped(
  context: ControlContext,
  object: StoredObject,
  stopped: boolean,
): void {
  const { namespace, name } = object.metadata;
  const annotations = { ...object.metadata.annotations };
  delete annotations[STOP];
  replaceObject(
    context.kubernetes.writer,
    { type: typeOfKind(object.kind), namespace, name },
    {
      scope: 'main',
      object: {
        ...object,
        metadata: {
          ...object.metadata,
          annotations: stopped
            ? { ...annotations, [STOP]: 'true' }
            : annotations,
        },
      },
    },
  );
}

export const stop = command(nameInput, (context, { name }) => {
  setStopped(context, findDeployment(context, name), true);
  return { message: `Stopped ${name}.` };
});

export const start = command(nameInput, (context, { name }) => {
  setStopped(context, findDeployment(context, name), false);
  return { message: `Started ${name}.` };
});

export const remove = command(nameInput, (context, input) => {
  const object = findDeployment(context, input.name);
  const { namespace, name } = object.metadata;
  deleteObject(context.kubernetes.writer, {
    type: typeOfKind(object.kind),
    namespace,
    name,
  });
  return { message: `Deleted ${namespace}/${name}.` };
});

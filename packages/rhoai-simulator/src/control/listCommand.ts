import { z } from 'zod/v4';
import { needsToken } from '../controller/KserveController';
import { MODEL_ID_LABEL, VERSION_ID_LABEL } from '../controller/registryLink';
import type { StoredObject } from '../kubernetes/object';
import { command } from './command';
import { allServices, type ControlContext, deployments } from './context';

const statusSchema = z.object({
  url: z.string().optional(),
  conditions: z
    .array(
      z.object({
        type: z.string(),
        status: z.string(),
        reason: z.string().optional(),
      }),
    )
    .default([]),
});

function stateOf(object: StoredObject): { state: string; url?: string } {
  const parsed = statusSchema.safeParse(object.status);
  const status = parsed.success ? parsed.data : { conditions: [] };
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  const state = ready?.status === 'True' ? 'Ready' : ready?.reason ?? 'Unknown';
  return { state, ...('url' in status ? { url: status.url } : {}) };
}

function serverRow(context: ControlContext, object: StoredObject) {
  const labels = object.metadata.labels ?? {};
  const { registry } = context;
  const model = registry
    .listModels()
    .items.find(({ id }) => id === labels[MODEL_ID_LABEL]);
  const version = registry
    .listVersions()
    .items.find(({ id }) => id === labels[VERSION_ID_LABEL]);
  return {
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    ...stateOf(object),
    auth: needsToken(object),
    ...(model ? { model: model.name } : {}),
    ...(version ? { version: version.name } : {}),
  };
}

function modelRow(context: ControlContext, id: string) {
  const model = context.registry.getModel(id);
  const versions = context.registry.listVersions({}, id).items;
  return {
    name: model.name,
    state: model.state,
    versions: versions.map(({ name, state }) => ({ name, state })),
  };
}

/** What is deployed, prepared, registered and broken. */
export const list = command(z.object({}), context => {
  const servers = deployments(context).map(o => serverRow(context, o));
  const names = new Set(servers.map(({ name }) => name));
  const prepared = context.cluster.world.servers
    .map(({ name }) => name)
    .filter(name => !names.has(name));
  const models = context.registry
    .listModels()
    .items.map(({ id }) => modelRow(context, id));
  const faults = allServices(context)
    .map(
      ([
        service,
        {
          faults: { current },
        },
      ]) => ({ service, ...current }),
    )
    .filter(({ mode }) => mode !== 'none');
  const lines = [
    'Model servers:',
    ...servers.map(
      s => `  ${s.namespace}/${s.name}  ${s.state}  ${s.url ?? '-'}`,
    ),
    `Prepared, not deployed: ${prepared.join(', ') || 'none'}`,
    'Registered models:',
    ...models.map(
      m =>
        `  ${m.name}  ${m.versions.map(v => v.name).join(', ')}${
          m.state === 'ARCHIVED' ? '  archived' : ''
        }`,
    ),
    `Broken: ${
      faults.map(f => `${f.service} (${f.mode})`).join(', ') || 'nothing'
    }`,
  ];
  return { message: lines.join('\n'), servers, prepared, models, faults };
});

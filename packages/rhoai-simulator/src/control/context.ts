import type { CatalogState } from '../catalog';
import type { Cluster } from '../cluster';
import type { InstrumentedService } from '../faults/service';
import type { ApiServer } from '../kubernetes/apiServer';
import type { StoredObject } from '../kubernetes/object';
import { typeOfKind } from '../kubernetes/resources';
import type { RegistryState } from '../registry';
import { CommandError } from './errors';

/** What the commands work on. */
export interface ControlContext {
  readonly kubernetes: ApiServer;
  readonly registry: RegistryState;
  readonly catalog: CatalogState;
  readonly cluster: Cluster;
  readonly services: Readonly<
    Record<'kubernetes' | 'registry' | 'catalog', InstrumentedService>
  >;
}

/** All deployments, InferenceServices first. */
export function deployments(context: ControlContext): StoredObject[] {
  const { store } = context.kubernetes.writer;
  return ['InferenceService', 'LLMInferenceService'].flatMap(kind =>
    store.list(typeOfKind(kind)),
  );
}

/** The deployment of a name or `namespace/name`. */
export function findDeployment(
  context: ControlContext,
  wanted: string,
): StoredObject {
  const all = deployments(context);
  const found = all.filter(({ metadata }) =>
    [metadata.name, `${metadata.namespace}/${metadata.name}`].includes(wanted),
  );
  const [first, second] = found;
  if (!first) {
    const names = all.map(object => object.metadata.name);
    throw new CommandError(
      `There is no model server "${wanted}".`,
      names.length > 0
        ? `Deployed are: ${names.join(', ')}.`
        : 'None is deployed yet: run "deploy <name>".',
    );
  }
  if (second) {
    throw new CommandError(
      `"${wanted}" is deployed in more than one namespace.`,
      `Name one of: ${found
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
        .join(', ')}.`,
    );
  }
  return first;
}

/** The service of a name: kubernetes, registry, catalog, or a model server's name. */
export function findService(
  context: ControlContext,
  name: string,
): InstrumentedService {
  const { services, cluster } = context;
  if (name === 'kubernetes' || name === 'registry' || name === 'catalog') {
    return services[name];
  }
  const servers = [...cluster.pool.services];
  const found = servers.find(
    ([key]) => key === name || key.endsWith(`/${name}`),
  );
  if (!found) {
    throw new CommandError(
      `There is no service "${name}".`,
      `Use kubernetes, registry, catalog, or a model server: ${
        servers.map(([key]) => key).join(', ') || 'none has started yet'
      }.`,
    );
  }
  return found[1];
}

/** Every service that can be broken and counted, by name. */
export function allServices(
  context: ControlContext,
): [string, InstrumentedService][] {
  return [
    ...Object.entries(context.services),
    ...context.cluster.pool.services,
  ];
}

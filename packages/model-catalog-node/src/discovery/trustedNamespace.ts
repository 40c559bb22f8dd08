import type { z } from 'zod/v4';
import { isHttpError } from '../http';
import { createReflector } from '../kubernetes/reflector';
import type { ReflectorSettings } from '../kubernetes/reflectorOptions';
import type { KubernetesClient } from '../kubernetes/types';
import type { SourceEvent } from '../sources/types';
import { SELECTOR, type Seen } from './findEndpoints';
import { ModelRegistry, Route, Service } from './schema';

/** What watching needs. */
export type Watching = {
  client: KubernetesClient;
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  random?: () => number;
  onChange: () => void;
  log: (event: Omit<SourceEvent, 'source'>) => void;
  settings?: Partial<ReflectorSettings>;
};

/** What registries and catalogs are found by, as problems call it. */
export const SERVICES = 'Services';

/** Objects of one kind that cannot be read. */
export type Problem = { kind: string; error: unknown };

/** One operators' namespace, as it is now. */
export type TrustedNamespace = {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
  /** `undefined` before Services and Routes were each tried once. */
  seen(): Seen | undefined;
  /** Why Services or Routes cannot be read now. */
  problems(): readonly Problem[];
  /** Objects that could not be understood, as `Service namespace/name`. */
  unreadable(): readonly string[];
};

type Collection<T> = {
  run(signal: AbortSignal): Promise<void>;
  tried(): boolean;
  values(): T[];
  broken(): string[];
  /** The failure, when it is one that somebody must mend. */
  error(): unknown;
};

/** Rights that the documented role does not have are asked for rarely. */
const RARELY_MS = 600_000;

function collect<T>(
  watching: Watching,
  what: {
    path: string;
    kind: string;
    schema: z.ZodType<T>;
    labelSelector?: string;
  },
): Collection<T> {
  const { path, kind, schema, labelSelector } = what;
  const reflector = createReflector<T | undefined>({
    ...watching,
    path,
    labelSelector,
    parse: raw => schema.safeParse(raw).data,
    // Who owns the collection says it, once and in its own words.
    log: event => watching.log({ ...event, level: 'debug' }),
  });
  return {
    run: signal => reflector.run(signal),
    tried: () => reflector.state().state !== 'pending',
    values: () =>
      [...reflector.objects().values()].filter(value => value !== undefined),
    broken: () =>
      [...reflector.objects()]
        .filter(([, value]) => value === undefined)
        .map(([key]) => `${kind} ${key}`),
    error: () => {
      const { state, error } = reflector.state();
      return state === 'failed' || state === 'unavailable' ? error : undefined;
    },
  };
}

const registryPath = (version: string, namespace: string) =>
  `/apis/modelregistry.opendatahub.io/${version}/namespaces/${namespace}/modelregistries`;

/** ModelRegistries; v1beta1 is there since 2.22, before that only v1alpha1. Without the right, or the kind, there are none. */
function watchRegistries(
  namespace: string,
  watching: Watching,
): Pick<Collection<ModelRegistry>, 'run' | 'values'> {
  const rarely = {
    ...watching,
    settings: { unavailableRetryMs: RARELY_MS, ...watching.settings },
  };
  const of = (version: string, onChange: () => void) =>
    collect(
      { ...rarely, onChange },
      {
        path: registryPath(version, namespace),
        kind: 'ModelRegistry',
        schema: ModelRegistry,
      },
    );
  let startOld = () => {};
  const old = of('v1alpha1', watching.onChange);
  const newer = of('v1beta1', () => {
    if (isHttpError(newer.error(), 404)) {
      startOld();
    }
    watching.onChange();
  });
  return {
    run: async signal => {
      let running: Promise<void> | undefined;
      startOld = () => {
        running ??= old.run(signal);
      };
      await newer.run(signal);
      await running;
    },
    values: () => [...old.values(), ...newer.values()],
  };
}

/** A kind that the cluster does not have is no problem. */
function problemOf(kind: string, error: unknown): Problem[] {
  return error === undefined || isHttpError(error, 404)
    ? []
    : [{ kind, error }];
}

/**
 * Watches Services and Routes of registries and catalogs in one namespace, and
 * ModelRegistries where that right exists. A cluster without Routes is well.
 */
export function watchNamespace(
  name: string,
  watching: Watching,
): TrustedNamespace {
  const services = collect(watching, {
    path: `/api/v1/namespaces/${name}/services`,
    kind: 'Service',
    schema: Service,
    labelSelector: SELECTOR,
  });
  const routes = collect(watching, {
    path: `/apis/route.openshift.io/v1/namespaces/${name}/routes`,
    kind: 'Route',
    schema: Route,
    labelSelector: SELECTOR,
  });
  const registries = watchRegistries(name, watching);
  return {
    name,
    run: async signal => {
      await Promise.all(
        [services, routes, registries].map(one => one.run(signal)),
      );
    },
    seen: () =>
      services.tried() && routes.tried()
        ? {
            services: services.values(),
            routes: routes.values(),
            registries: registries.values(),
          }
        : undefined,
    problems: () => [
      ...problemOf(SERVICES, services.error()),
      ...problemOf('Routes', routes.error()),
    ],
    unreadable: () => [...services.broken(), ...routes.broken()],
  };
}

import {
  createReflector,
  isHttpError,
  type KubernetesClient,
  type Reflector,
  type ReflectorOptions,
} from '@model-catalog/node';
import { PUBLISH } from '../../contract/labels';
import { isRecord } from '../../threescale/objects';
import type { Sight } from '../plan/types';
import {
  apiVersionOf,
  SERVING_KINDS,
  type ServingKind,
  servingPath,
} from './kinds';
import { inServedVersion } from './servedVersion';

export type Clockwork = Pick<
  ReflectorOptions<unknown>,
  'now' | 'delay' | 'random' | 'log' | 'settings'
>;

export type ServingViewOptions = Clockwork & {
  client: KubernetesClient;
  /** Those in which models may be published. */
  namespaces: readonly string[];
  onChange: () => void;
};

/** How far one collection can be believed. */
export type Watched = {
  /** e.g. `demo/inferenceservices`. */
  what: string;
  state: ReturnType<Reflector<unknown>['state']>;
};

type Part = {
  kind: ServingKind;
  /** None of what is of the cluster. */
  namespace?: string;
  reflector: Reflector<unknown>;
};

/** Lists of built-in kinds leave out what each object is. */
function typed(raw: unknown, kind: ServingKind): unknown {
  if (!isRecord(raw)) {
    return raw;
  }
  const { metadata } = raw;
  const { managedFields: _, ...rest } = isRecord(metadata) ? metadata : {};
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    ...raw,
    metadata: rest,
  };
}

const isListed = ({ reflector }: Part) => {
  const { state } = reflector.state();
  return state === 'fresh' || state === 'stale';
};

/** Model servers and what completes them, of the allowed namespaces, kept true by watches. */
export class ServingView {
  private readonly parts: readonly Part[];

  constructor(options: ServingViewOptions) {
    const { client, namespaces, ...rest } = options;
    this.parts = SERVING_KINDS.flatMap(kind => {
      const places = kind.isOfCluster ? [undefined] : namespaces;
      return places.map(namespace => ({
        kind,
        namespace,
        reflector: createReflector({
          ...rest,
          client: inServedVersion(client, kind),
          path: servingPath(kind, namespace),
          parse: raw => typed(raw, kind),
        }),
      }));
    });
  }

  /** Keeps the view true until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.parts.map(({ reflector }) => reflector.run(signal)));
  }

  /** Whether each collection was listed, or is known not to be there. */
  isSettled(): boolean {
    return this.parts.every(
      ({ reflector }) => reflector.state().state !== 'pending',
    );
  }

  states(): Watched[] {
    return this.parts.map(({ kind, namespace, reflector }) => ({
      what: [namespace, kind.plural].filter(Boolean).join('/'),
      state: reflector.state(),
    }));
  }

  /** Other objects than before where the number is another. */
  revision(): string {
    return this.parts.map(({ reflector }) => reflector.revision()).join(' ');
  }

  objects(): unknown[] {
    return this.parts.flatMap(({ reflector }) => [
      ...reflector.objects().values(),
    ]);
  }

  /**
   * Whether what is known of the namespace of a server is enough to render it:
   * a Service or a runtime that cannot be listed is not one that is missing.
   */
  isWhole(namespace: string): boolean {
    return this.parts
      .filter(part => part.namespace === namespace && !part.kind.resource)
      .every(part => isListed(part) || isAbsentKind(part));
  }

  /** What can be said of a server, `<namespace>/<resource>/<name>`. */
  sight(server: string): Sight {
    const [namespace = '', resource = '', name = ''] = server.split('/');
    const part = this.parts.find(
      one => one.namespace === namespace && one.kind.resource === resource,
    );
    if (!part) {
      return 'unknown';
    }
    const key = `${namespace}/${name}`;
    const { reflector } = part;
    if (reflector.removed().has(key)) {
      return 'gone';
    }
    if (!isListed(part)) {
      return 'unknown';
    }
    if (!reflector.objects().has(key)) {
      return 'absent';
    }
    return asksNothing(reflector.objects().get(key)) ? 'there' : 'unknown';
  }
}

/** What cannot be read may ask for it still. */
function asksNothing(raw: unknown): boolean {
  const metadata = isRecord(raw) ? raw.metadata : undefined;
  const labels = isRecord(metadata) ? metadata.labels ?? {} : undefined;
  return isRecord(labels) && labels[PUBLISH] !== 'true';
}

/** A cluster without ServingRuntimes has none to be waited for; one that does not show them may have some. */
function isAbsentKind({ kind, reflector }: Part): boolean {
  const { state, error } = reflector.state();
  return (
    kind.group !== '' && state === 'unavailable' && isHttpError(error, 404)
  );
}

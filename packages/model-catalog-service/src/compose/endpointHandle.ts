import {
  type CatalogModel,
  messageOf,
  type RegistryObject,
  type Source,
  type SourceContext,
} from '@model-catalog/node';
import {
  createEndpointSource,
  type EndpointSourceOptions,
  type Readable,
} from './endpointSource';
import { createPlaceholder } from './placeholder';
import type { Wanted } from './wanted';

type Wakeable = { wake?: () => void };

/** A source that runs for something wanted. */
export type Handle = {
  name: string;
  /** What it was made of; another one needs another source. */
  key: string;
  stop: AbortController;
  /** Ends its connections. */
  close?: () => Promise<void>;
  /** Takes what changed without needing another source. */
  take(wanted: Wanted): void;
} & (
  | { kind: 'model-registry'; source: Source<RegistryObject> & Wakeable }
  | { kind: 'model-catalog'; source: Source<CatalogModel> & Wakeable }
);

/**
 * What a source must be made anew for.
 *
 * | wanted by | another source when |
 * |---|---|
 * | configuration | never: it does not change |
 * | discovery | its best address is another one |
 * | memory | never: it only says why |
 */
export function handleKey(wanted: Wanted): string {
  return wanted.from === 'discovery'
    ? `discovery ${wanted.endpoint.addresses[0]}`
    : wanted.from;
}

function placeholderHandle(
  wanted: Extract<Wanted, { from: 'memory' }>,
  now: number,
): Handle {
  const { kind, id, name, message } = wanted;
  const shared = {
    name,
    key: handleKey(wanted),
    stop: new AbortController(),
  };
  const takeBy = (say: (text: string) => void) => (next: Wanted) => {
    if (next.from === 'memory') {
      say(next.message);
    }
  };
  if (kind === 'model-registry') {
    const source = createPlaceholder<RegistryObject>(id, message, now);
    return { ...shared, kind, source, take: takeBy(source.say) };
  }
  const source = createPlaceholder<CatalogModel>(id, message, now);
  return { ...shared, kind, source, take: takeBy(source.say) };
}

function tellFound(wanted: Readable, { log }: SourceContext): void {
  if (wanted.from === 'discovery') {
    const { namespace, service, addresses, displayName, trouble } =
      wanted.endpoint;
    log?.({
      source: wanted.id,
      level: 'info',
      message: `Found by Service ${namespace}/${service}`,
      details: { address: addresses[0], displayName, trouble },
    });
  }
}

function sourceHandle(
  wanted: Readable,
  options: EndpointSourceOptions,
): Handle {
  const { move, ...made } = createEndpointSource(wanted, options);
  return {
    ...made,
    name: wanted.name,
    key: handleKey(wanted),
    stop: new AbortController(),
    take: next => {
      if (next.from === 'discovery') {
        move(next.endpoint.addresses);
      }
    },
  };
}

/** Makes the source for something wanted; nothing runs yet. One that cannot be made is failed and holds up no other. */
export function createHandle(
  wanted: Wanted,
  options: EndpointSourceOptions,
): Handle {
  const context = options.contextOf(wanted.id);
  const { id, kind, name } = wanted;
  const stand = (message: string) => {
    context.log?.({ source: id, level: 'warn', message });
    const memory = { id, kind, name, from: 'memory', message } as const;
    const handle = placeholderHandle(memory, context.now());
    return { ...handle, key: handleKey(wanted) };
  };
  if (wanted.from === 'memory') {
    return stand(wanted.message);
  }
  try {
    const handle = sourceHandle(wanted, options);
    tellFound(wanted, context);
    return handle;
  } catch (error) {
    return stand(
      `"${name}" cannot be read as it is given: ${messageOf(
        error,
      )}. What was known of it stays.`,
    );
  }
}

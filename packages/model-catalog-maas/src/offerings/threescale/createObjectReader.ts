import {
  isHttpError,
  type KubernetesClient,
  type LongText,
  messageOf,
  type ReflectorSettings,
  type SourceContext,
  type SourceEvent,
} from '@model-catalog/node';
import { type Collection, createCollection } from '../kubernetes/collection';
import type { Groups } from '../kubernetes/groups';
import type { Lookup } from '../kubernetes/lookup';
import {
  createServiceLookup,
  type ServiceOwners,
} from '../kubernetes/services';
import { whileServed } from '../kubernetes/whileServed';
import { serviceOf } from '../match/serviceOf';
import type { OfferingReader, ReaderView } from '../types';
import { createDocumentLookup, documentKey } from './documents';
import { type Around, fromObjects, THREESCALE } from './fromObjects';
import { parseActiveDoc, parseBackend, parseProduct } from './parse';
import type { ParsedActiveDoc, ParsedBackend, ParsedProduct } from './parsed';

const GROUP = 'capabilities.3scale.net';
const VERSION = 'v1beta1';

export type ObjectReaderOptions = {
  client: KubernetesClient;
  groups: Groups;
  context: SourceContext;
  /** Of the cluster, e.g. `cluster.local`. */
  clusterDomain: string;
  /** Of the operator's objects; all unless given. */
  namespaces?: readonly string[];
  portalUrl?: string;
  settings?: Partial<ReflectorSettings>;
};

type Parts = {
  products: Collection<ParsedProduct>;
  backends: Collection<ParsedBackend>;
  activeDocs: Collection<ParsedActiveDoc>;
  services: Lookup<ServiceOwners>;
  documents: Lookup<LongText>;
};

function partsOf(options: ObjectReaderOptions, onChange: () => void): Parts {
  const { client, context, namespaces, settings } = options;
  const { now, delay } = context;
  const log = (event: Omit<SourceEvent, 'source'>) =>
    context.log?.({ ...event, source: THREESCALE });
  const collect = <T>(plural: string, parse: (raw: unknown) => T | undefined) =>
    createCollection<T>({
      ...{ client, context, namespaces, settings, parse, onChange, log },
      kind: { group: GROUP, version: VERSION, plural },
    });
  return {
    products: collect('products', parseProduct),
    backends: collect('backends', parseBackend),
    activeDocs: collect('activedocs', parseActiveDoc),
    services: createServiceLookup(client, { now, delay, onChange }),
    documents: createDocumentLookup(client, {
      ...{ now, delay, onChange },
      onFailure: (key, error) => log(documentFailure(key, error)),
    }),
  };
}

function documentFailure(
  key: string,
  error: unknown,
): Omit<SourceEvent, 'source'> {
  const [namespace, name] = key.split('/');
  const advice = isHttpError(error, 403)
    ? ` To read it, grant get of this Secret (resourceNames ["${name}"]) by a Role in ${namespace}.`
    : '';
  return {
    level: 'info',
    message: `The document of an ActiveDoc, in Secret ${namespace}/${name}, cannot be read: ${messageOf(
      error,
    )}.${advice} The model server's own definition is shown instead.`,
  };
}

/** What has to be looked up besides, for the objects that there are. */
function want(
  { products, backends, activeDocs, services, documents }: Parts,
  { clusterDomain }: ObjectReaderOptions,
): void {
  const namespace = products.objects()[0]?.namespace;
  const names = backends.objects().flatMap(({ privateUrl }) => {
    const found =
      privateUrl && serviceOf(privateUrl, { clusterDomain, namespace });
    return found ? [found.namespace] : [];
  });
  services.want(new Set(names));
  documents.want(
    new Set(activeDocs.objects().flatMap(one => documentKey(one) ?? [])),
  );
}

function aroundOf(
  { services, documents }: Parts,
  { clusterDomain, portalUrl }: ObjectReaderOptions,
): Around {
  return {
    clusterDomain,
    portalUrl,
    serverOfService: ({ namespace, name }) =>
      services.get(namespace)?.get(name),
    documentOf: document => {
      const key = documentKey(document);
      return key === undefined ? undefined : documents.get(key)?.digest;
    },
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** The products and backends that must be readable; ActiveDocs only add to them. */
function brokenIn({ products, backends }: Parts): ReaderView | undefined {
  for (const one of [products, backends]) {
    const state = one.state();
    if (state === 'failed' || state === 'unavailable') {
      return { state, message: one.message() ?? '', issues: [] };
    }
  }
  return products.state() === 'pending' || backends.state() === 'pending'
    ? 'pending'
    : undefined;
}

/** Changes with anything that the offerings are made of. */
function stampOf(parts: Parts): string {
  const { products, backends, activeDocs, services, documents } = parts;
  return JSON.stringify([
    [products, backends, activeDocs].map(one => [one.state(), one.revision()]),
    [services, documents].map(one => [one.isSettled(), one.revision()]),
  ]);
}

/**
 * Reads the offerings of 3scale from its operator's objects: Products with
 * their Backends and ActiveDocs (capabilities.3scale.net/v1beta1, 3scale 2.11
 * to 2.16), by watch.
 */
export function createObjectReader(
  options: ObjectReaderOptions,
): OfferingReader {
  const { context, groups } = options;
  const parts = partsOf(options, () => changed());
  let last: { of: string; view: ReaderView } | undefined;
  const gate = whileServed({ groups, group: GROUP, context });

  function changed() {
    want(parts, options);
    context.onChange();
  }

  function look(): ReaderView {
    const broken = brokenIn(parts);
    const isWaiting = parts.activeDocs.state() === 'pending';
    const { services, documents } = parts;
    if (broken) {
      return broken;
    }
    if (isWaiting || !services.isSettled() || !documents.isSettled()) {
      return last?.view ?? 'pending';
    }
    const { offerings, issues } = fromObjects(
      {
        products: parts.products.objects(),
        backends: parts.backends.objects(),
        documents: parts.activeDocs.objects(),
      },
      aroundOf(parts, options),
    );
    return {
      state: 'complete',
      objects: offerings,
      removed: NOBODY,
      unreadable: NOBODY,
      issues,
    };
  }

  return {
    run: signal =>
      gate.run(signal, async () => {
        const { products, backends, activeDocs, services, documents } = parts;
        const all = [products, backends, activeDocs, services, documents];
        await Promise.all(all.map(one => one.run(signal)));
      }),
    current: () => {
      const closed = gate.closed();
      if (closed !== undefined) {
        return closed;
      }
      const of = stampOf(parts);
      if (last?.of !== of) {
        last = { of, view: look() };
      }
      return last.view;
    },
    text: digest => {
      for (const one of parts.activeDocs.objects()) {
        const key = documentKey(one);
        const found = key === undefined ? undefined : parts.documents.get(key);
        if (found?.digest === digest) {
          return found.text;
        }
      }
      return undefined;
    },
    confirmedAt: () => parts.products.confirmedAt(),
  };
}

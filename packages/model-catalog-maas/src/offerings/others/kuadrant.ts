import type { Offering, OfferingAuth } from '@model-catalog/common';
import { LongText, parseText, readOpenApi } from '@model-catalog/node';
import { z } from 'zod/v4';
import type { KindName } from '../kubernetes/collection';
import type { KindsFound } from './createKindsReader';

/** Of Kuadrant's developer portal, and what its products lead to. */
export const KUADRANT_KINDS: readonly [KindName, ...KindName[]] = [
  {
    group: 'devportal.kuadrant.io',
    version: 'v1alpha1',
    plural: 'apiproducts',
  },
  {
    group: 'extensions.kuadrant.io',
    version: 'v1alpha1',
    plural: 'planpolicies',
  },
  { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'httproutes' },
];

const text = z.string().nullish().catch(undefined);

const Metadata = z.object({
  name: z.string(),
  namespace: z.string(),
  creationTimestamp: text,
});

const Target = z.object({ name: z.string(), kind: text });

const Limits = z.record(z.string(), z.unknown()).nullish().catch(undefined);

const Product = z
  .object({
    metadata: Metadata,
    spec: z.object({
      displayName: text,
      description: text,
      approvalMode: text,
      publishStatus: text,
      targetRef: Target,
    }),
    status: z
      .object({
        openapi: z.object({ raw: text }).nullish().catch(undefined),
        discoveredAuthScheme: z.unknown(),
      })
      .nullish()
      .catch(undefined),
  })
  .transform(one => ({ ...one, type: 'product' as const }));

const PlanPolicy = z
  .object({
    metadata: Metadata,
    spec: z.object({
      targetRef: Target,
      plans: z.array(z.object({ tier: z.string(), limits: Limits })),
    }),
  })
  .transform(one => ({ ...one, type: 'plans' as const }));

const Rule = z.object({
  matches: z
    .array(
      z.object({
        method: text,
        path: z.object({ type: text, value: text }).nullish().catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
  backendRefs: z
    .array(z.object({ name: z.string(), namespace: text, kind: text }))
    .nullish()
    .catch(undefined),
});

const Route = z
  .object({
    metadata: Metadata,
    spec: z.object({
      hostnames: z.array(z.string()).nullish(),
      rules: z.array(Rule).nullish(),
    }),
  })
  .transform(one => ({ ...one, type: 'route' as const }));

type Product = z.output<typeof Product>;
type PlanPolicy = z.output<typeof PlanPolicy>;
type Route = z.output<typeof Route>;

/** One object of any of the kinds. */
export type KuadrantObject = Product | PlanPolicy | Route;

export function parseKuadrant(
  plural: string,
  raw: unknown,
): KuadrantObject | undefined {
  switch (plural) {
    case 'apiproducts':
      return Product.safeParse(raw).data;
    case 'planpolicies':
      return PlanPolicy.safeParse(raw).data;
    default:
      return Route.safeParse(raw).data;
  }
}

const Key = z.object({
  credentials: z.object({
    authorizationHeader: z.object({ prefix: text }).nullish(),
    customHeader: z.object({ name: z.string() }).nullish(),
    queryString: z.object({ name: z.string() }).nullish(),
  }),
});

/** The first part of a document, wherever it is in it, that says where a key goes. */
function keyIn(value: unknown, depth = 0): z.infer<typeof Key> | undefined {
  if (typeof value !== 'object' || value === null || depth > 6) {
    return undefined;
  }
  const own = Key.safeParse(value).data;
  if (own) {
    return own;
  }
  for (const inner of Object.values(value)) {
    const found = keyIn(inner, depth + 1);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** As its AuthPolicy says; Authorino takes `Authorization: Bearer` where nothing is said. */
function authOf(scheme: unknown): OfferingAuth {
  const { credentials = {} } = keyIn(scheme) ?? {};
  const { authorizationHeader, customHeader, queryString } = credentials;
  if (customHeader) {
    const { name: header } = customHeader;
    return { type: 'api-key', location: 'header', header };
  }
  if (queryString) {
    const { name: parameter } = queryString;
    return { type: 'api-key', location: 'query', parameter };
  }
  return {
    type: 'api-key',
    location: 'header',
    header: 'Authorization',
    scheme: authorizationHeader?.prefix ?? 'Bearer',
  };
}

const PERIODS: Readonly<Record<string, string>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
};

function limitsOf(limits: z.infer<typeof Limits>) {
  return Object.entries(limits ?? {}).flatMap(([name, value]) => {
    const period = PERIODS[name];
    return period !== undefined && typeof value === 'number'
      ? [{ metric: 'hits', period, value }]
      : [];
  });
}

function plansOf(
  { spec: { approvalMode } }: Product,
  policies: readonly PlanPolicy[],
): Offering['plans'] {
  return policies.flatMap(({ spec: { plans } }) =>
    plans.map(({ tier, limits }) => ({
      systemName: tier,
      title: tier,
      published: true,
      approvalRequired: approvalMode === 'manual',
      limits: limitsOf(limits),
    })),
  );
}

/** Only rules with a method say what is let through. */
const operationsOf = (route: Route | undefined): Offering['operations'] =>
  (route?.spec.rules ?? []).flatMap(({ matches }) =>
    (matches ?? []).flatMap(({ method, path }) =>
      method
        ? [
            {
              method,
              pattern: `${path?.value ?? '/'}${
                path?.type === 'Exact' ? '$' : ''
              }`,
            },
          ]
        : [],
    ),
  );

function backendsOf(route: Route | undefined): Offering['backends'] {
  const { namespace = '' } = route?.metadata ?? {};
  const refs = (route?.spec.rules ?? []).flatMap(
    rule => rule.backendRefs ?? [],
  );
  const names = refs
    .filter(({ kind }) => (kind ?? 'Service') === 'Service')
    .map(ref => `${ref.namespace ?? namespace}/${ref.name}`);
  return [...new Set(names)].map(one => {
    const [where = '', name = ''] = one.split('/');
    return { service: { namespace: where, name } };
  });
}

function documentOf({ status }: Product): LongText | undefined {
  const raw = status?.openapi?.raw ?? '';
  const parsed = parseText(raw);
  return parsed.ok && readOpenApi(parsed.value).ok
    ? LongText.of(raw)
    : undefined;
}

type Around = { route?: Route; policies: readonly PlanPolicy[] };

function offeringOf(
  product: Product,
  { route, policies }: Around,
  document: LongText | undefined,
): Offering {
  const { metadata, spec, status } = product;
  const { name, namespace, creationTimestamp } = metadata;
  const host = route?.spec.hostnames?.find(one => !one.includes('*'));
  return {
    id: `${namespace}/${name}`,
    source: 'kuadrant',
    tenant: namespace,
    systemName: name,
    title: spec.displayName ?? name,
    ...(spec.description && { description: spec.description }),
    ...(creationTimestamp && { createdAt: creationTimestamp }),
    gatewayUrls: { ...(host && { production: `https://${host}` }) },
    backends: backendsOf(route),
    auth: authOf(status?.discoveredAuthScheme),
    plans: plansOf(product, policies),
    operations: operationsOf(route),
    portal: {},
    state: route ? 'ready' : 'pending',
    ...(document && { documentDigest: document.digest }),
  };
}

/** Offerings of APIProducts that are published, by the HTTPRoutes that they are of. */
export function fromKuadrant(objects: readonly KuadrantObject[]): KindsFound {
  const place = ({ namespace }: { namespace: string }, name: string) =>
    `${namespace}/${name}`;
  const routes = new Map(
    objects
      .filter(one => one.type === 'route')
      .map(one => [place(one.metadata, one.metadata.name), one]),
  );
  const policies = objects.filter(one => one.type === 'plans');
  const products = objects
    .filter(one => one.type === 'product')
    .filter(({ spec }) => spec.publishStatus !== 'Draft');
  const documents: LongText[] = [];
  const offerings = products.map(product => {
    const target = place(product.metadata, product.spec.targetRef.name);
    const document = documentOf(product);
    if (document) {
      documents.push(document);
    }
    return offeringOf(
      product,
      {
        route: routes.get(target),
        policies: policies.filter(
          one => place(one.metadata, one.spec.targetRef.name) === target,
        ),
      },
      document,
    );
  });
  return { offerings, documents };
}

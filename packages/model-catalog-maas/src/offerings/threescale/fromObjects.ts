import type { Offering, OfferingBackend } from '@model-catalog/common';
import type { Issue } from '@model-catalog/node';
import { serviceOf } from '../match/serviceOf';
import { hostedGateways, portalOf, tenantOf } from './addresses';
import type {
  ParsedActiveDoc,
  ParsedBackend,
  ParsedProduct,
  Tenancy,
} from './parsed';

export const THREESCALE = 'threescale';

/** Everything of the operator that is known. */
export type ThreescaleObjects = {
  products: readonly ParsedProduct[];
  backends: readonly ParsedBackend[];
  documents: readonly ParsedActiveDoc[];
};

/** What is known beside the objects. */
export type Around = {
  clusterDomain: string;
  /** Of the developer portal, where it is not as the tenant's name says. */
  portalUrl?: string;
  /** The model server that a Service names, `<namespace>/<resource>/<name>`. */
  serverOfService: (service: {
    namespace: string;
    name: string;
  }) => string | undefined;
  /** Digest of an ActiveDoc's document. */
  documentOf: (document: ParsedActiveDoc) => string | undefined;
};

type Found = { offerings: Offering[]; issues: Issue[] };

const place = (namespace: string, host: string | undefined, name: string) =>
  [namespace, host, name].join('\n');

function backendOf(
  product: ParsedProduct,
  { backend, path }: ParsedProduct['usages'][number],
  { found, around }: { found: ParsedBackend | undefined; around: Around },
): OfferingBackend {
  const { clusterDomain, serverOfService } = around;
  const url = found?.privateUrl;
  const { namespace } = product;
  const service = url
    ? serviceOf(url, { clusterDomain, namespace })
    : undefined;
  const server = service && serverOfService(service);
  return {
    systemName: backend,
    ...(url && { privateUrl: url }),
    ...(path && { path }),
    ...(service && { service: { ...service, ...(server && { server }) } }),
    ...(found?.server && { server: found.server }),
  };
}

/** Rules of a backend are below where it is mounted. */
function rulesBelow({ operations }: ParsedBackend, path = '') {
  const prefix = path.replace(/\/+$/, '');
  return operations.map(rule => ({
    ...rule,
    pattern: `${prefix}${rule.pattern}`,
  }));
}

type Placed = ParsedProduct & Required<Tenancy>;

function offeringOf(
  product: Placed,
  byName: (name: string) => ParsedBackend | undefined,
  {
    documents,
    around,
  }: { documents: ThreescaleObjects['documents']; around: Around },
): Offering {
  const { systemName, adminHost, adminUrl, plans, productId } = product;
  const name = tenantOf(adminHost);
  const backends = product.usages.map(usage =>
    backendOf(product, usage, { found: byName(usage.backend), around }),
  );
  const below = product.usages.flatMap(({ backend, path }) => {
    const found = byName(backend);
    return found ? rulesBelow(found, path) : [];
  });
  const document = documents.find(
    one => one.product === systemName && one.published,
  );
  const documentDigest = document && around.documentOf(document);
  const hasPlans = plans.some(({ published }) => published);
  const { portalUrl } = around;
  return {
    id: `${adminHost}/${systemName}`,
    source: THREESCALE,
    tenant: name.tenant,
    systemName,
    ...(productId && { productId }),
    title: product.title,
    ...(product.description && { description: product.description }),
    ...(product.createdAt && { createdAt: product.createdAt }),
    gatewayUrls: product.gatewayUrls ?? hostedGateways(systemName, name),
    backends: product.server
      ? backends.map(one => ({ ...one, server: one.server ?? product.server }))
      : backends,
    auth: product.auth,
    plans,
    operations: [...product.operations, ...below],
    portal: portalOf(adminUrl, { portalUrl, productId, hasPlans }),
    state: product.state,
    ...(product.stateReason && { stateReason: product.stateReason }),
    ...(documentDigest && { documentDigest }),
  };
}

const isPlaced = (product: ParsedProduct): product is Placed =>
  product.adminHost !== undefined && product.adminUrl !== undefined;

/**
 * Offerings of the operator's objects. A product that the operator has not
 * taken over is in no tenant yet, and is none; of two for one product of one
 * tenant, the older one counts.
 */
export function fromObjects(
  { products, backends, documents }: ThreescaleObjects,
  around: Around,
): Found {
  const byPlace = new Map(
    backends.map(one => [
      place(one.namespace, one.adminHost, one.systemName),
      one,
    ]),
  );
  const found = new Map<string, Offering>();
  const issues: Issue[] = [];
  const byAge = [...products].sort((a, b) =>
    `${a.createdAt ?? '~'} ${a.name}` < `${b.createdAt ?? '~'} ${b.name}`
      ? -1
      : 1,
  );
  for (const product of byAge.filter(isPlaced)) {
    const { namespace, adminHost, name } = product;
    const offering = offeringOf(
      product,
      one => byPlace.get(place(namespace, adminHost, one)),
      {
        documents: documents.filter(one => one.namespace === namespace),
        around,
      },
    );
    if (found.has(offering.id)) {
      issues.push({
        source: THREESCALE,
        object: `Product ${namespace}/${name}`,
        reason: `is for the product ${offering.systemName} of ${adminHost}, as another object is; it is left out`,
      });
    } else {
      found.set(offering.id, offering);
    }
  }
  return { offerings: [...found.values()], issues };
}

import type { z } from 'zod/v4';
import type { InferenceServer } from '@model-catalog/node';
import { PUBLISH } from '../contract/labels';
import { serverKey } from '../contract/serverKey';
import type { PublishableServer } from '../contract/types';
import {
  endpointOf,
  type EndpointReading,
  expectedEndpoint,
} from './manifests/endpoint';
import { type RuntimeFacts, runtimeFactsOf } from './manifests/runtime';
import { Serving, type Typed } from './manifests/shapes';
import {
  isServing,
  type ManifestIssue,
  nameOf,
  PARSERS,
  sortObjects,
  type Sorted,
} from './manifests/sortObjects';

export type { ManifestIssue };

export type ManifestsReading = {
  /** In the order of their keys. */
  servers: PublishableServer[];
  issues: ManifestIssue[];
};

export type ManifestOptions = {
  /**
   * The objects are what somebody will apply, not what stands in a cluster: a
   * server without a Service gets the address that KServe will make, and an
   * issue says so. Else it gets a problem.
   */
  ahead?: boolean;
};

/** The token of an LLMInferenceService is asked for at its gateway, which we do not pass; its workload asks for none. */
const demandsTokenOf = ({ resource, authentication }: InferenceServer) =>
  resource === 'inferenceservice' && authentication === true;

function assemble(
  server: InferenceServer,
  serving: Serving,
  found: {
    facts: RuntimeFacts;
    reading: EndpointReading;
    openApi?: string;
  },
): PublishableServer {
  const { facts, reading, openApi } = found;
  return {
    resource: server.resource,
    namespace: server.namespace,
    name: server.name,
    uid: server.uid,
    createdAt: server.createdAt,
    labels: serving.metadata.labels ?? {},
    annotations: serving.metadata.annotations ?? {},
    displayName: server.displayName,
    description: server.description,
    runtimeImage: facts.image,
    modelFormat: server.modelFormat,
    servedName: facts.servedName,
    endpoint: reading.endpoint,
    endpointProblem: reading.problem,
    demandsToken: demandsTokenOf(server),
    openApi,
  };
}

/** Namespace and uid are the cluster's to give: a manifest may lack both. */
function completed(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'metadata' in raw
    ? {
        ...raw,
        metadata:
          typeof raw.metadata === 'object' && raw.metadata !== null
            ? { namespace: 'default', uid: '', ...raw.metadata }
            : raw.metadata,
      }
    : raw;
}

/** What the two schemas say against an object; nothing when both could read it. */
function refusalOf(
  typed: Typed,
  told: readonly ManifestIssue[],
  serving: z.ZodSafeParseResult<Serving>,
): ManifestIssue[] {
  const [issue] = serving.error?.issues ?? [];
  return told.length > 0 || issue === undefined
    ? []
    : [
        {
          object: nameOf(typed),
          field: issue.path.map(String).join('.'),
          reason: issue.message,
        },
      ];
}

type Located = { reading: EndpointReading; issues: ManifestIssue[] };

function locate(
  {
    server,
    facts,
    typed,
  }: { server: InferenceServer; facts: RuntimeFacts; typed: Typed },
  { services }: Sorted,
  { ahead = false }: ManifestOptions,
): Located {
  const demandsToken = demandsTokenOf(server);
  const found = endpointOf(server, services, { demandsToken, facts });
  const isExpected =
    ahead &&
    found.endpoint === undefined &&
    !services.some(({ metadata }) => metadata.namespace === server.namespace);
  if (!isExpected) {
    return { reading: found, issues: [] };
  }
  const endpoint = expectedEndpoint(server, demandsToken, facts);
  const { scheme, service, port } = endpoint;
  const reason = `has no Service among the manifests: ${scheme}://${service}:${port} is taken, as KServe makes it headless on OpenShift AI; add the Service for another`;
  return {
    reading: { endpoint },
    issues: [{ object: nameOf(typed), field: 'spec', reason }],
  };
}

function readOne(
  { typed, raw }: Sorted['serving'][number],
  sorted: Sorted,
  options: ManifestOptions,
): PublishableServer | undefined {
  const parse = isServing(typed.kind) ? PARSERS[typed.kind] : undefined;
  const object = options.ahead ? completed(raw) : raw;
  const { server, apiSpec, issues = [] } = parse?.(object, '') ?? {};
  const serving = Serving.safeParse(object);
  sorted.issues.push(...issues);
  if (server === undefined || !serving.success) {
    sorted.issues.push(...refusalOf(typed, issues, serving));
    return undefined;
  }
  const facts = runtimeFactsOf(server, serving.data, sorted.runtimes);
  const located = locate({ server, facts, typed }, sorted, options);
  // What is not asked for needs no address.
  if (serving.data.metadata.labels?.[PUBLISH] === 'true') {
    sorted.issues.push(...located.issues);
  }
  return assemble(server, serving.data, {
    facts,
    reading: located.reading,
    openApi: apiSpec?.text,
  });
}

/**
 * Reads model servers out of parsed Kubernetes objects: InferenceServices and
 * LLMInferenceServices, completed by the ServingRuntimes, ClusterServingRuntimes
 * and Services among the rest. Other kinds are passed over. Objects that cannot
 * be understood are issues, never in the way of others. Never throws.
 */
export function readManifests(
  objects: readonly unknown[],
  options: ManifestOptions = {},
): ManifestsReading {
  const sorted = sortObjects(objects);
  const servers = sorted.serving.flatMap(
    one => readOne(one, sorted, options) ?? [],
  );
  servers.sort((a, b) => (serverKey(a) < serverKey(b) ? -1 : 1));
  return { servers, issues: sorted.issues };
}

import type { z } from 'zod/v4';
import {
  apiPortOf,
  type InferenceServer,
  isSecurePort,
  type KServeService,
  serviceRankOf,
} from '@model-catalog/node';
import type { PrivateEndpoint } from '../../contract/types';
import type { RuntimeFacts } from './runtime';

export type Service = z.infer<typeof KServeService>;
type Port = NonNullable<Service['spec']['ports']>[number];

/** Where the proxy listens that RHOAI puts in front of a model that asks for a token. */
const TOKEN_PORT = 8443;

export type EndpointReading =
  | { endpoint: PrivateEndpoint; problem?: undefined }
  | { endpoint?: undefined; problem: string };

const LABEL = 'serving.kserve.io/inferenceservice';

/** Whether a Service says that it is the server's, or is called as KServe calls it. */
function isOf(
  { metadata }: Service,
  { uid, name, resource }: InferenceServer,
): boolean {
  const { ownerReferences, labels } = metadata;
  if (uid && ownerReferences?.some(owner => owner.uid === uid)) {
    return true;
  }
  if (resource === 'llminferenceservice') {
    return (
      metadata.name === `${name}-kserve-workload-svc` ||
      labels?.['app.kubernetes.io/name'] === name
    );
  }
  return (
    labels?.[LABEL] === name ||
    [
      name,
      `${name}-predictor`,
      `${name}-predictor-default`,
      `${name}-transformer`,
    ].includes(metadata.name)
  );
}

/** Where a port leads when the name of the Service leads to the pods themselves. */
function targetOf(port: Port, facts: RuntimeFacts): number {
  const { targetPort } = port;
  if (typeof targetPort === 'number') {
    return targetPort;
  }
  const named = targetPort ? facts.portsByName.get(targetPort) : undefined;
  return named ?? (isSecurePort(port) ? port.port : facts.containerPort);
}

/** The port that asks for the token: the one without it is for the proxy alone. */
const tokenPortOf = ({ spec }: Service): Port | undefined =>
  (spec.ports ?? []).find(
    port => port.port === TOKEN_PORT || port.targetPort === TOKEN_PORT,
  ) ?? (spec.ports ?? []).find(port => isSecurePort(port));

function endpointAt(
  service: Service,
  port: Port,
  facts: RuntimeFacts,
): PrivateEndpoint {
  const isHeadless = service.spec.clusterIP === 'None';
  return {
    scheme: isSecurePort(port) ? 'https' : 'http',
    service: service.metadata.name,
    port: isHeadless ? targetOf(port, facts) : port.port,
    basePath: facts.basePath,
  };
}

/** What KServe will make of an InferenceService in raw deployment mode on OpenShift AI. */
export function expectedEndpoint(
  { name, resource }: InferenceServer,
  demandsToken: boolean,
  facts: RuntimeFacts,
): PrivateEndpoint {
  if (resource === 'llminferenceservice') {
    return {
      scheme: 'https',
      service: `${name}-kserve-workload-svc`,
      port: 8000,
      basePath: '',
    };
  }
  return {
    scheme: demandsToken ? 'https' : 'http',
    service: `${name}-predictor`,
    port: demandsToken ? TOKEN_PORT : facts.containerPort,
    basePath: facts.basePath,
  };
}

/** Why none of a model's Services can be taken, and what to do. */
function withoutEndpoint(own: readonly Service[]): string {
  const names = own.map(({ metadata }) => metadata.name).sort();
  if (names.length === 0) {
    return 'there is no Service of the model: it is not deployed yet, or stopped';
  }
  const which =
    names.length === 1
      ? `its Service ${names[0]}`
      : `its Services ${names.join(', ')}`;
  return own.some(({ spec }) => spec.type === 'ExternalName')
    ? `it is in serverless mode: ${which} leads to Knative's gateway, which API management outside of its service mesh does not reach. Deploy it anew with the annotation serving.kserve.io/deploymentMode: RawDeployment; KServe does not change the mode of a model that is there`
    : `${which} leads to metrics only: it is not deployed yet, or stopped`;
}

/**
 * Where the gateway reaches a model, by the Services of its namespace.
 *
 * | Service | taken |
 * |---|---|
 * | owned by the server, labelled with it, or called as KServe calls it | the transformer's, the predictor's, others |
 * | headless | the container's port: the Service's own leads nowhere |
 * | with an address of its own | the Service's port |
 * | the model asks for a token | its https port, 8443 where there is one |
 * | `ExternalName` (serverless) | a problem: it leads to a gateway of Knative, which in OpenShift AI takes only what is in its mesh |
 * | `-metrics`, none | a problem that says so |
 * | without a port of an API | a problem that names it |
 */
export function endpointOf(
  server: InferenceServer,
  services: readonly Service[],
  { demandsToken, facts }: { demandsToken: boolean; facts: RuntimeFacts },
): EndpointReading {
  const own = services.filter(
    service =>
      service.metadata.namespace === server.namespace && isOf(service, server),
  );
  const ranked = own
    .flatMap(service => {
      const rank = serviceRankOf(service, server);
      return rank === undefined ? [] : [{ rank, service }];
    })
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (a.service.metadata.name < b.service.metadata.name ? -1 : 1),
    );
  const [best] = ranked;
  if (best === undefined) {
    return { problem: withoutEndpoint(own) };
  }
  const { service } = best;
  const port = demandsToken ? tokenPortOf(service) : apiPortOf(service);
  const { name } = service.metadata;
  if (port === undefined) {
    return {
      problem: demandsToken
        ? `Service ${name} has no https port, and the model asks for a token: its proxy is not there`
        : `Service ${name} has no TCP port of an API: give it one, named http or https`,
    };
  }
  return { endpoint: endpointAt(service, port, facts) };
}

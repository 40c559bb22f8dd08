import { z } from 'zod/v4';
import type { InferenceServer } from '../objects';
import { text, texts } from './fields';

/** What may stand in a host name; the API lets nothing else pass. */
const label = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const portNumber = z.number().int().min(1).max(65_535);

const Port = z.object({
  name: text,
  port: portNumber,
  protocol: text,
  appProtocol: text,
  targetPort: z.union([portNumber, z.string()]).nullish(),
});
type Port = z.infer<typeof Port>;

/** What we read of a Service (v1) to tell whose it is and where it answers. */
export const Service = z.object({
  metadata: z.object({
    name: label,
    namespace: label,
    labels: texts,
    ownerReferences: z.array(z.object({ uid: z.string() })).nullish(),
  }),
  spec: z.object({
    type: text,
    clusterIP: text,
    ports: z.array(Port).nullish(),
  }),
});
export type Service = z.infer<typeof Service>;

/** Ports that are not the model's HTTP API. */
const OTHER_PORT = /metrics|grpc|zmq|admin|health/;

/** Whether a port speaks TLS, by its application protocol, name or number. */
export function isSecure({ name, port, appProtocol }: Port): boolean {
  return (
    appProtocol?.toLowerCase() === 'https' ||
    name?.toLowerCase().startsWith('https') === true ||
    port === 443 ||
    port === 8443
  );
}

/** The port of the API: one with TLS first, as one without it beside it is not for callers. */
export function portOf({ spec }: Service): Port | undefined {
  const ports = (spec.ports ?? []).filter(
    ({ protocol, name }) =>
      (protocol ?? 'TCP') === 'TCP' && !OTHER_PORT.test(name ?? ''),
  );
  return ports.find(isSecure) ?? ports[0];
}

const COMPONENT = 'app.kubernetes.io/component';
const WORKLOAD = 'llminferenceservice-workload';

/** What an LLMInferenceService owns besides its workload: what picks endpoints, and tokenizers. */
const HELPER = /scheduler|epp|tokenizer|router|-metrics$/;

/** Lower is better; `undefined` when it is none to call. */
export function rankOf(
  { metadata, spec }: Service,
  { resource, name }: Pick<InferenceServer, 'resource' | 'name'>,
): number | undefined {
  if (spec.type === 'ExternalName') {
    return undefined;
  }
  const rest = metadata.name.startsWith(name)
    ? metadata.name.slice(name.length)
    : metadata.name;
  if (resource === 'inferenceservice') {
    const best = ['-transformer', '-predictor', ''].indexOf(rest);
    const other = rest.endsWith('-metrics') ? undefined : 9;
    return best >= 0 ? best : other;
  }
  const component = metadata.labels?.[COMPONENT] ?? '';
  if (component === WORKLOAD || rest === '-kserve-workload-svc') {
    return 0;
  }
  return HELPER.test(component) || HELPER.test(rest) ? undefined : 9;
}

function urlOf(service: Service, port: Port): string {
  const { name, namespace } = service.metadata;
  const isHeadless = service.spec.clusterIP === 'None';
  // The name of a headless Service leads to the pods themselves.
  const number =
    isHeadless && typeof port.targetPort === 'number'
      ? port.targetPort
      : port.port;
  const scheme = isSecure(port) ? 'https' : 'http';
  const isDefault = number === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${name}.${namespace}.svc.cluster.local${
    isDefault ? '' : `:${number}`
  }`;
}

/**
 * Where a server answers inside the cluster, by the Services that it owns.
 *
 * | server | Service | taken |
 * |---|---|---|
 * | any | not owned by the server's UID, `ExternalName`, or without a TCP port of an API | no |
 * | InferenceService | `<name>-transformer`, `<name>-predictor`, `<name>`, others, in this order | the first |
 * | LLMInferenceService | its workload, by label or `<name>-kserve-workload-svc` | first |
 * | LLMInferenceService | scheduler, endpoint picker (EPP), tokenizer | no |
 *
 * The scheme is https when the port says so: application protocol, name, or
 * number 443 and 8443.
 */
export function urlOfOwned(
  server: InferenceServer,
  services: readonly Service[],
): string | undefined {
  const candidates = services.flatMap(service => {
    const { ownerReferences, name } = service.metadata;
    const isOwned = ownerReferences?.some(({ uid }) => uid === server.uid);
    const rank = rankOf(service, server);
    const port = portOf(service);
    return isOwned && rank !== undefined && port
      ? [{ rank, name, url: urlOf(service, port) }]
      : [];
  });
  const [best] = candidates.sort(
    (a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1),
  );
  return best?.url;
}

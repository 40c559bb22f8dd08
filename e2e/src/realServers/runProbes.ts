import { type KubernetesAnswer, KubernetesClient } from './KubernetesClient';
import { type Identity, PROBE_SEED, type Probe } from './probes';

/** One client for each identity. */
export type ProbeClients = Readonly<Record<Identity, KubernetesClient>>;

/** A server to probe: the real one, or one that claims to be like it. */
export interface ProbedServer {
  readonly url: string;
  readonly caPem: string;
  /** The token of a user who may do everything. */
  readonly token: string;
  /** The token of a user named `limited` who may do nothing. */
  user(name: 'limited'): { readonly token: string };
}

/** Opens one client for each identity; the caller closes them. */
export function openProbeClients(server: ProbedServer): ProbeClients {
  const { url, caPem, token } = server;
  const client = (identity?: string) =>
    new KubernetesClient({ url, caPem, token: identity });
  return {
    admin: client(token),
    limited: client(server.user('limited').token),
    'wrong-token': client('wrong'),
    anonymous: client(),
  };
}

/** Creates the objects that the probes are about. */
export async function seedProbes(admin: KubernetesClient): Promise<void> {
  for (const object of PROBE_SEED) {
    const { status, body } = await admin.send({ ...object, method: 'POST' });
    if (status !== 201) {
      throw new Error(
        `POST ${object.path} answered ${status}: ${JSON.stringify(body)}`,
      );
    }
  }
}

/** Sends one probe and makes its answer comparable. */
export async function runProbe(
  clients: ProbeClients,
  probe: Probe,
): Promise<KubernetesAnswer> {
  return comparable(await clients[probe.as ?? 'admin'].send(probe));
}

// What differs from server to server and run to run, by the field's name.
const VARYING: Readonly<Record<string, string>> = {
  uid: '<uid>',
  resourceVersion: '<resourceVersion>',
  creationTimestamp: '<time>',
  continue: '<continue>',
};

function masked(key: string, value: unknown): unknown {
  // Which client set which field: of no use to a reader.
  if (key === 'managedFields') return undefined;
  const mask = VARYING[key];
  if (mask !== undefined && value !== '') return mask;
  if (typeof value !== 'string') return value;
  return value
    .replace(
      /(current: |resource version: |in record \()\d+( \(\d+\))?/g,
      '$1<number>',
    )
    .replace(/UID in object meta: [0-9a-f-]{36}/g, 'UID in object meta: <uid>');
}

/** The same answer with all that varies replaced by its name. */
export function comparable(answer: KubernetesAnswer): KubernetesAnswer {
  return JSON.parse(JSON.stringify(answer, masked));
}

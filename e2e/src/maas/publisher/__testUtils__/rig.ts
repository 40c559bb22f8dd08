import { readFile } from 'fs/promises';
import {
  actionsOn,
  clientOf,
} from '@model-catalog/maas/src/publisher/__testUtils__/ModelCluster';
import {
  freshTenant,
  startOperator,
} from '@model-catalog/threescale-simulator';
import { z } from 'zod/v4';
import { sharedFile } from '../../../deploy/paths';
import { temporaryKubernetes } from '../../../realServers';
import { loadCrds, waitUntilServed } from '../../../realServers/crds';
import { describeReal, logLine } from '../../../realServers/describeReal';
import {
  createStandIns,
  type StandIn,
} from '../../../realServers/standInKinds';

const CRDS = ['backends', 'products', 'activedocs', 'proxyconfigpromotes'].map(
  plural => `crds/capabilities.3scale.net_${plural}.yaml`,
);

/** The 3scale operator's own schemas, where they are at hand. */
export const threescaleCrds = (): string[] | undefined => {
  const files = CRDS.flatMap(file => sharedFile(file) ?? []);
  return files.length === CRDS.length ? files : undefined;
};

/** `describe` where the real kube-apiserver and the operator's CRDs are. */
export function describePublisher(): jest.Describe {
  if (threescaleCrds()) {
    return describeReal();
  }
  logLine(
    "Skipped: the 3scale operator's CRDs are not at hand (looked for in ../shared/crds and $MODEL_CATALOG_SHARED/crds)",
  );
  return describe.skip;
}

const KSERVE = { group: 'serving.kserve.io', version: 'v1alpha1' };

/** KServe's own schemas of runtimes are not at hand; these stand for them. */
const RUNTIMES: readonly StandIn[] = [
  { kind: 'ServingRuntime', ...KSERVE },
  { kind: 'ClusterServingRuntime', ...KSERVE, scope: 'Cluster' },
];

export const NAMESPACES = ['team', '3scale', 'llm-hosting', 'maas-publisher'];

/** A real kube-apiserver with the kinds of KServe and 3scale, and namespaces. */
export async function startPublisherRig() {
  const kubernetes = await temporaryKubernetes({ log: logLine, audit: true });
  const plain = kubernetes.admin;
  const paths = await loadCrds(plain, threescaleCrds() ?? []);
  await waitUntilServed(plain, paths);
  await createStandIns(plain, RUNTIMES);
  for (const name of NAMESPACES) {
    await plain.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name } },
    });
  }
  const { url, caPem, token } = kubernetes;
  const access = { url, caPem, token };
  const admin = clientOf(access);
  return {
    kubernetes,
    plain,
    access,
    auditLog: kubernetes.auditLog ?? '',
    ...actionsOn(admin),
    /** Somebody who does what 3scale's operator does, until it is stopped. */
    operate: () =>
      startOperator({ access, tenant: freshTenant(), retryMs: 100 }),
    stop: async () => {
      await admin.close();
      await kubernetes.dispose();
    },
  };
}

export type PublisherRig = Awaited<ReturnType<typeof startPublisherRig>>;

const eventSchema = z.object({
  user: z.object({ username: z.string() }),
  userAgent: z.string().default(''),
  verb: z.string(),
  requestURI: z.string(),
  objectRef: z
    .object({
      apiGroup: z.string().default(''),
      resource: z.string(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** One request as kube-apiserver wrote it down. */
export type Audited = z.infer<typeof eventSchema>;

/** Everything in the audit log so far. */
export async function audited(auditLog: string): Promise<Audited[]> {
  const text = await readFile(auditLog, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(line => eventSchema.parse(JSON.parse(line)));
}

const WRITES = ['create', 'update', 'patch', 'delete'];

/** How often each object of a namespace was written with a field manager of ours. */
export function writesByObject(
  events: readonly Audited[],
  namespace: string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { verb, objectRef, requestURI } of events) {
    const isOurs =
      WRITES.includes(verb) &&
      objectRef?.namespace === namespace &&
      requestURI.includes('fieldManager=model-catalog-maas-publisher');
    if (isOurs) {
      const key = `${objectRef.resource}/${objectRef.name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

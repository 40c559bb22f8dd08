import { randomBytes } from 'node:crypto';
import { createAdminApi } from './adminApi';
import { SIMULATOR_TOKEN } from './adminApi/startThreescale';
import { clusterResolver, createGateway, openDoors } from './gateway';
import { installIn } from './operator/installIn';
import { type KubernetesAccess, startOperator } from './operator';
import { listenLate } from './lateServer';
import { createPortal, Realm } from './portal';
import {
  addToken,
  createAuthenticationProvider,
  freshTenant,
  type Tenant,
  updateProvider,
} from './state';

/** Ports on 127.0.0.1; 0 takes any free one. */
export interface ThreescalePorts {
  readonly admin: number;
  readonly portal: number;
  /** Of all products, told apart by the Host header. */
  readonly gateway: number;
  /** First port of those that one product each gets. */
  readonly products: number;
}

/** The ports of the demo. */
export const THREESCALE_PORTS: ThreescalePorts = {
  admin: 18200,
  portal: 18201,
  gateway: 18202,
  products: 18210,
};

export interface ThreescaleSimulatorOptions {
  /** Any free ones unless given. */
  readonly ports?: Partial<ThreescalePorts>;
  /** The cluster that it is installed in: its operator works on the namespace, its gateway reaches the models. Without one only API and portal are there. */
  readonly kubernetes?: KubernetesAccess;
  /** `3scale` unless given. */
  readonly namespace?: string;
  /** Of the Admin API, may do everything. */
  readonly token?: string;
  /** With the access code and the samples that a new tenant has, until somebody sets it up; no unless given. */
  readonly fresh?: boolean;
  /** Milliseconds since the epoch: what limits count by. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
}

/** A running 3scale. All parts listen on 127.0.0.1. */
export interface ThreescaleSimulator {
  readonly admin: string;
  readonly portal: string;
  readonly gateway: string;
  readonly token: string;
  readonly tenant: Tenant;
  stop(): Promise<void>;
}

/** How many products have a port of their own. */
export const PRODUCT_PORTS = 12;

interface Stoppable {
  stop(): Promise<void> | void;
}

/** Starts a 3scale: Admin API, developer portal, gateway and, in a cluster, a stand-in for its operator. */
export async function startThreescaleSimulator(
  options: ThreescaleSimulatorOptions = {},
): Promise<ThreescaleSimulator> {
  const started: Stoppable[] = [];
  const stop = async () => {
    for (const part of started.reverse()) await part.stop();
  };
  try {
    return { ...(await startParts(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const SSO_CLIENT = '3scale';

/** The login of a portal that was set up. */
const loginBy = ({ url, clientId }: Realm) => ({
  ...{ kind: 'keycloak', system_name: 'sso', name: 'Single sign-on' },
  ...{ client_id: clientId, client_secret: 'no-secret-is-asked-for' },
  ...{ site: url, published: true, automatically_approve_accounts: true },
});

async function startParts(
  options: ThreescaleSimulatorOptions,
  started: Stoppable[],
): Promise<Omit<ThreescaleSimulator, 'stop'>> {
  const { ports = {}, token = SIMULATOR_TOKEN, fresh = false } = options;
  const keep = <T extends Stoppable>(part: T): T => {
    started.push(part);
    return part;
  };
  const admin = keep(await listenLate(ports.admin ?? 0));
  const portal = keep(await listenLate(ports.portal ?? 0));
  const doors = keep(
    await openDoors({
      port: ports.gateway ?? 0,
      productPort: ports.products ?? 0,
      productPorts: PRODUCT_PORTS,
    }),
  );
  const tenant = freshTenant({
    adminUrl: admin.url,
    portalUrl: portal.url,
    endpointOf: doors.endpointOf,
    sample: fresh,
    secret: () => randomBytes(16).toString('hex'),
    ...(options.now ? { now: options.now } : {}),
  });
  addToken(tenant, { value: token });
  if (!fresh) updateProvider(tenant, { site_access_code: '' });
  admin.handle(createAdminApi({ tenant }));
  const realm = new Realm(portal.url, SSO_CLIENT);
  if (!fresh) createAuthenticationProvider(tenant, loginBy(realm));
  portal.handle(createPortal({ tenant, adminUrl: admin.url, realm }));
  const { kubernetes, namespace = '3scale', log, now } = options;
  const cluster = kubernetes && clusterResolver(kubernetes);
  if (cluster) keep({ stop: () => cluster.close() });
  doors.handle(createGateway({ tenant, now, log, resolve: cluster?.resolve }));
  if (kubernetes) {
    await installIn(kubernetes, { namespace, adminUrl: admin.url, token });
    keep(startOperator({ access: kubernetes, namespace, tenant, warn: log }));
  }
  return {
    admin: admin.url,
    portal: portal.url,
    gateway: doors.url,
    token,
    tenant,
  };
}

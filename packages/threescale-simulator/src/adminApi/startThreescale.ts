import { createServer } from 'node:http';
import {
  type AccessToken,
  addToken,
  freshTenant,
  Tenant,
  type TenantOptions,
} from '../state';
import { createAdminApi } from './createAdminApi';
import { Faults } from './faults';

export type ThreescaleOptions = TenantOptions & {
  /** Default a free one. */
  readonly port?: number;
  /** Reads and writes everything; default `admin-token-of-the-simulator`. */
  readonly token?: string;
  /** Further ones, e.g. `ro`, or of some scopes only. */
  readonly tokens?: readonly (Partial<AccessToken> & { value: string })[];
  /** With the product and backend that every new tenant has; default yes. */
  readonly sample?: boolean;
  readonly withoutSubscriptions?: boolean;
};

/** A running Admin API on loopback. */
export type Threescale = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  readonly tenant: Tenant;
  readonly faults: Faults;
  /** `GET /admin/api/services.json?...` of all calls so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
};

export const SIMULATOR_TOKEN = 'admin-token-of-the-simulator';

/** How long what is deleted is still there behind the scenes. */
const CLEARED_AFTER_MS = 500;

/** Starts the Admin API of a fresh tenant. */
export async function startThreescale(
  options: ThreescaleOptions = {},
): Promise<Threescale> {
  const { token = SIMULATOR_TOKEN, tokens = [], port = 0 } = options;
  const tenant = freshTenant(options);
  addToken(tenant, { value: token });
  for (const one of tokens) {
    addToken(tenant, one);
  }
  const faults = new Faults();
  const requests: string[] = [];
  const server = createServer(
    createAdminApi({
      ...{ tenant, faults },
      withoutSubscriptions: options.withoutSubscriptions,
      onRequest: ({ method, url }) => {
        requests.push(`${method} ${url}`);
        if (method === 'DELETE') {
          setTimeout(() => tenant.clear(), CLEARED_AFTER_MS).unref();
        }
      },
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) {
    throw new Error('The Admin API has no TCP address');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    ...{ token, tenant, faults, requests },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

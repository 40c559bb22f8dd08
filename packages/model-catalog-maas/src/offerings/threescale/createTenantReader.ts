import type {
  KubernetesClient,
  LongText,
  SourceContext,
} from '@model-catalog/node';
import type { Lookup } from '../kubernetes/lookup';
import {
  createServiceLookup,
  type ServiceOwners,
} from '../kubernetes/services';
import { serviceOf } from '../match/serviceOf';
import type { OfferingReader, ReaderView } from '../types';
import { THREESCALE } from './fromObjects';
import { fromTenant } from './fromTenant';
import { type TenantAccess, type TenantKnown, TenantPoll } from './TenantPoll';

export type TenantReaderOptions = {
  tenant: TenantAccess;
  client: KubernetesClient;
  context: SourceContext;
  clusterDomain: string;
  portalUrl?: string;
  /** Between two readings, milliseconds. */
  intervalMs?: number;
};

const INTERVAL_MS = 120_000;
const NOBODY: ReadonlySet<string> = new Set();

type Made = { view: ReaderView; documents: readonly LongText[] };

function viewOf(
  { reading, problems }: TenantKnown,
  services: Lookup<ServiceOwners>,
  { tenant, clusterDomain }: TenantReaderOptions,
): Made {
  const { offerings, documents } = fromTenant(reading, {
    clusterDomain,
    sameCluster: tenant.sameCluster ?? true,
    serverOfService: ({ namespace, name }) =>
      services.get(namespace)?.get(name),
  });
  const view: ReaderView = {
    state: problems.length === 0 ? 'complete' : 'partial',
    objects: offerings,
    removed: NOBODY,
    unreadable: NOBODY,
    issues: problems.map(reason => ({
      source: THREESCALE,
      object: `tenant ${tenant.url}`,
      reason,
    })),
  };
  return { view, documents };
}

/** Reads the offerings of 3scale from the Admin API of a tenant, again and again. */
export function createTenantReader(
  options: TenantReaderOptions,
): OfferingReader {
  const { tenant, client, context, portalUrl, clusterDomain } = options;
  const { intervalMs = INTERVAL_MS } = options;
  const { now, delay, onChange } = context;
  const services = createServiceLookup(client, { now, delay, onChange });
  const poll = new TenantPoll({
    ...{ tenant, context, portalUrl, intervalMs },
    onRead: ({ backends }) => {
      const names = backends.flatMap(
        ({ privateEndpoint }) =>
          serviceOf(privateEndpoint, { clusterDomain })?.namespace ?? [],
      );
      services.want(new Set(tenant.sameCluster === false ? [] : names));
    },
  });
  let last: { of: readonly unknown[]; made: Made } | undefined;

  const look = (): Made => {
    const { known, failed } = poll;
    const before = last?.made ?? { view: 'pending', documents: [] };
    if (failed) {
      return { ...before, view: failed };
    }
    return known && services.isSettled()
      ? viewOf(known, services, options)
      : before;
  };
  return {
    run: async signal => {
      await Promise.all([poll.run(signal), services.run(signal)]);
    },
    current: () => {
      const { known, failed } = poll;
      const of = [known, failed, services.isSettled(), services.revision()];
      if (!last || of.some((one, at) => one !== last?.of[at])) {
        last = { of, made: look() };
      }
      return last.made.view;
    },
    text: digest =>
      last?.made.documents.find(one => one.digest === digest)?.text,
    confirmedAt: () => poll.confirmedAt,
  };
}

import { isHttpError } from '../../http';
import { listAll } from '../../kubernetes/listAll';
import type { KubernetesClient } from '../../kubernetes/types';
import type { InferenceServer } from '../objects';
import type { Found, Gaps } from './gaps';
import { Service, urlOfOwned } from './ownedService';
import {
  runtimeNeedsToken,
  runtimePath,
  ServingRuntime,
} from './servingRuntime';

const TIMEOUT_MS = 5000;
const PAGE_SIZE = 500;

/** What looking brought; `missing` names the right that it needs, `error` says that it may come. */
export type LookedUp = { found: Found; missing?: string; error?: unknown };

type Asking = { client: KubernetesClient; signal: AbortSignal };

const bounded = (signal: AbortSignal) =>
  AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);

/** The Services of a namespace; those that cannot be understood are none of KServe's. */
async function servicesOf(
  namespace: string,
  { client, signal }: Asking,
): Promise<Service[]> {
  const { items } = await listAll({
    client,
    path: `/api/v1/namespaces/${namespace}/services`,
    pageSize: PAGE_SIZE,
    signal: bounded(signal),
  });
  return items.flatMap(item => Service.safeParse(item).data ?? []);
}

async function attempt(
  right: string,
  ask: () => Promise<Found>,
): Promise<LookedUp> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (isHttpError(error, 403)) {
      return { found: {}, missing: right };
    }
    return isHttpError(error, 404) ? { found: {} } : { found: {}, error };
  }
}

type Wanted = { server: InferenceServer; gaps: Gaps };

const NOTHING: LookedUp = { found: {} };

async function urlOf(
  { server, gaps }: Wanted,
  services: () => Promise<readonly Service[]>,
): Promise<LookedUp> {
  return gaps.url
    ? attempt('list services', async () => ({
        internalUrl: urlOfOwned(server, await services()),
      }))
    : NOTHING;
}

async function needsToken(
  path: string,
  { client, signal }: Asking,
): Promise<boolean> {
  const options = { signal: bounded(signal) };
  return runtimeNeedsToken(await client.get(path, ServingRuntime, options));
}

async function authenticationOf(
  { server, gaps }: Wanted,
  asked: Map<string, Promise<boolean>>,
  asking: Asking,
): Promise<LookedUp> {
  const { namespace, runtime } = server;
  if (!gaps.authentication || runtime === undefined) {
    return NOTHING;
  }
  const path = runtimePath(namespace, runtime);
  const answer = asked.get(path) ?? needsToken(path, asking);
  asked.set(path, answer);
  return attempt('get servingruntimes of serving.kserve.io', async () => ({
    authentication: await answer,
  }));
}

/** Looks for what the servers of one namespace lack; its Services are listed, and each runtime is read, once for all of them. */
export async function lookUp(
  namespace: string,
  wanted: readonly Wanted[],
  asking: Asking,
): Promise<Map<string, LookedUp>> {
  let listing: Promise<Service[]> | undefined;
  const services = () => (listing ??= servicesOf(namespace, asking));
  const asked = new Map<string, Promise<boolean>>();
  const results = new Map<string, LookedUp>();
  for (const one of wanted) {
    const url = await urlOf(one, services);
    const authentication = await authenticationOf(one, asked, asking);
    results.set(one.server.id, {
      found: { ...url.found, ...authentication.found },
      missing: url.missing ?? authentication.missing,
      error: url.error ?? authentication.error,
    });
  }
  return results;
}

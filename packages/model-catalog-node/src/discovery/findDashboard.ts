import { z } from 'zod/v4';
import { isHttpError } from '../http';
import type { KubernetesClient } from '../kubernetes';
import { parseExternalAddress, routeAddress } from './addresses';
import { Route } from './schema';

/** console.openshift.io/v1 */
const ConsoleLink = z.object({ spec: z.object({ href: z.string() }) });

/** The operators' links in OpenShift's console, which only they and administrators write. */
const LINKS = ['rhodslink', 'odhlink'];

/** The dashboard's own Routes, where links may not be read. */
const ROUTES = [
  { namespace: 'redhat-ods-applications', name: 'rhods-dashboard' },
  { namespace: 'opendatahub', name: 'odh-dashboard' },
];

/**
 * | state | meaning |
 * |---|---|
 * | found | at `url` |
 * | absent | there is nothing that would say it |
 * | unknown | something may say it, and could not be read |
 */
export type FoundDashboard =
  | { state: 'found'; url: string }
  | { state: 'absent' }
  | { state: 'unknown' };

type Client = Pick<KubernetesClient, 'get'>;

async function ofLink(client: Client, name: string, signal?: AbortSignal) {
  const path = `/apis/console.openshift.io/v1/consolelinks/${name}`;
  const { spec } = await client.get(path, ConsoleLink, { signal });
  return spec.href.startsWith('https://')
    ? parseExternalAddress(spec.href)
    : undefined;
}

async function ofRoute(
  client: Client,
  { namespace, name }: (typeof ROUTES)[number],
  signal?: AbortSignal,
) {
  const path = `/apis/route.openshift.io/v1/namespaces/${namespace}/routes/${name}`;
  const address = routeAddress(await client.get(path, Route, { signal }));
  return 'url' in address ? address.url : undefined;
}

/** Asks the cluster where the dashboard of OpenShift AI is; never throws. */
export async function findDashboard(
  client: Client,
  signal?: AbortSignal,
): Promise<FoundDashboard> {
  const places = [
    ...LINKS.map(name => () => ofLink(client, name, signal)),
    ...ROUTES.map(route => () => ofRoute(client, route, signal)),
  ];
  let isAbsent = true;
  for (const ask of places) {
    try {
      const url = await ask();
      if (url !== undefined) {
        return { state: 'found', url };
      }
    } catch (error) {
      isAbsent = isAbsent && isHttpError(error, 404);
    }
  }
  return { state: isAbsent ? 'absent' : 'unknown' };
}

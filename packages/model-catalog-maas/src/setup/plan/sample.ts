import type { Backend } from '../../threescale/adminApi';
import type {
  Action,
  ObservedTenant,
  SeenService,
  Step,
  WantedTenant,
} from '../types';
import { done, failureIn, needs, todo, unread, valueOf } from './steps';

const SAMPLE = { id: 'sample', title: 'Sample product and backend' };
const ECHO = /^https:\/\/echo-api\.3scale\.net(:443)?\/?$/;
const SAMPLE_APP = "Developer's App";

/** The backend of every new tenant: by where it leads, as names may be anybody's. */
export const isSampleBackend = ({ privateEndpoint, systemName }: Backend) =>
  ECHO.test(privateEndpoint) && /^api(_backend)?$/.test(systemName);

/**
 * Why a product called `api` is not the sample any more; `undefined`: nobody
 * has touched it.
 *
 * | seen | touched |
 * |---|---|
 * | another name | yes |
 * | an application besides the sample's | yes |
 * | a definition of its own | yes |
 * | in production, or a rule besides `GET /` | yes |
 * | a backend besides the echo service | yes |
 */
export function whyTouched(
  service: SeenService,
  observed: ObservedTenant,
): string | undefined {
  const backends = valueOf(observed.backends) ?? [];
  const isEcho = (id: number) =>
    backends.some(one => one.id === id && isSampleBackend(one));
  const rules =
    valueOf(observed.sandbox)?.find(one => one.serviceId === service.id)?.proxy
      .rules ?? [];
  const reasons: [isSo: boolean, why: string][] = [
    [service.name !== 'API', `it is called ${service.name}`],
    [
      (service.applications ?? []).some(one => one.name !== SAMPLE_APP),
      'developers have applications of it',
    ],
    [
      (valueOf(observed.activeDocs) ?? []).some(
        one => one.serviceId === service.id && one.systemName !== 'echo',
      ),
      'it has a definition',
    ],
    [
      (valueOf(observed.production) ?? []).some(
        one => one.serviceId === service.id,
      ),
      'it is in production',
    ],
    [
      rules.some(rule => rule.method !== 'GET' || rule.pattern !== '/'),
      'it has mapping rules',
    ],
    [
      service.usages.some(one => !isEcho(one.backendId)),
      'it uses another backend',
    ],
  ];
  return reasons.find(([isSo]) => isSo)?.[1];
}

function backendActions(
  observed: ObservedTenant,
  sample: SeenService | undefined,
): Action[] {
  const services = valueOf(observed.services) ?? [];
  const backends = (valueOf(observed.backends) ?? []).filter(isSampleBackend);
  return backends
    .filter(({ id }) =>
      services.every(
        service =>
          service.id === sample?.id ||
          service.usages.every(usage => usage.backendId !== id),
      ),
    )
    .flatMap(backend => [
      ...(sample?.usages ?? [])
        .filter(usage => usage.backendId === backend.id)
        .map(usage => ({
          title: `unlink the backend ${backend.systemName}`,
          run: (api: Parameters<Action['run']>[0]) =>
            api.deleteBackendUsage(usage.serviceId, usage.id),
        })),
      {
        title: `delete the backend ${backend.systemName}`,
        run: api => api.deleteBackend(backend.id),
      },
    ]);
}

/** Which product is the untouched sample, if there is one. */
export function sampleOf(observed: ObservedTenant): SeenService | undefined {
  return (valueOf(observed.services) ?? []).find(
    one => one.systemName === 'api' && !whyTouched(one, observed),
  );
}

/** 3scale keeps the last product of a tenant: the sample goes when another one is there. */
export function sampleSteps(
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] {
  if (!wanted.removeSample) {
    return [];
  }
  const { services, backends, activeDocs, sandbox, production } = observed;
  const error = failureIn(services, backends, activeDocs, sandbox, production);
  if (error) {
    return [unread(SAMPLE, error)];
  }
  const all = valueOf(services) ?? [];
  const called = all.find(({ systemName }) => systemName === 'api');
  const why = called && whyTouched(called, observed);
  if (why) {
    return [done(SAMPLE, `the product api is not the sample: ${why}; kept`)];
  }
  const isLast = called !== undefined && all.length === 1;
  const actions: Action[] = backendActions(observed, called);
  if (called && !isLast) {
    actions.push({
      title: 'delete the product api',
      run: api => api.deleteService(called.id),
    });
  }
  if (actions.length > 0) {
    return [todo(SAMPLE, 'there, untouched', actions)];
  }
  return isLast
    ? [
        needs('later', SAMPLE, {
          found: 'the product api is the only one, and 3scale keeps the last',
          nextStep: 'Publish a model, and run this again',
        }),
      ]
    : [done(SAMPLE, 'not there')];
}

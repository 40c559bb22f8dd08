import type { Offering, OfferingAuth } from '@model-catalog/common';
import { z } from 'zod/v4';
import { KEPT } from '../../contract/labels';
import {
  readThreescaleObject,
  standingOf,
  type ThreescaleObject,
} from '../../threescale/objects';
import { withoutLogin } from '../urls';
import { tenancyOf } from './addresses';
import { appIdAuth, userKeyAuth } from './auth';
import type { ParsedActiveDoc, ParsedBackend, ParsedProduct } from './parsed';

const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
const number = z.number().nullish().catch(undefined);

/** Objects by name; what is none of them is passed over. */
function each<T>(value: unknown, schema: z.ZodType<T>): [string, T][] {
  const entries =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.flatMap(([name, one]): [string, T][] => {
    const { data } = schema.safeParse(one);
    return data === undefined ? [] : [[name, data]];
  });
}

function all<T>(value: unknown, schema: z.ZodType<T>): T[] {
  return Array.isArray(value)
    ? value.flatMap(one => schema.safeParse(one).data ?? [])
    : [];
}

const Status = z
  .object({
    status: z
      .object({ productId: number, providerAccountHost: text })
      .nullish()
      .catch(undefined),
  })
  .catch({});

const Rule = z.object({
  httpMethod: z.string(),
  pattern: z.string(),
  metricMethodRef: text,
});

const Limit = z.object({
  period: z.string(),
  value: z.number(),
  metricMethodRef: z.object({ systemName: z.string() }),
});

const Plan = z.object({
  name: text,
  published: flag,
  appsRequireApproval: flag,
  costMonth: text,
  trialPeriod: number,
  limits: z.unknown(),
});

const Policy = z.object({ name: z.string(), enabled: flag });

const Keys = z.object({
  credentials: text,
  authUserKey: text,
  appID: text,
  appKey: text,
});

const Authentication = z.object({
  userkey: Keys.optional(),
  appKeyAppID: Keys.optional(),
  oidc: z.unknown(),
});

const Deployment = z.object({
  authentication: z.unknown(),
  stagingPublicBaseURL: text,
  productionPublicBaseURL: text,
});

const Usage = z.object({ path: text });

export const rulesOf = (value: unknown): Offering['operations'] =>
  all(value, Rule).map(({ httpMethod, pattern, metricMethodRef }) => ({
    method: httpMethod.toUpperCase(),
    pattern,
    ...(metricMethodRef && { metric: metricMethodRef }),
  }));

function plansOf(value: unknown): Offering['plans'] {
  return each(value, Plan).map(([systemName, plan]) => {
    const cost = Number(plan.costMonth ?? 0);
    return {
      systemName,
      title: plan.name ?? systemName,
      published: plan.published === true,
      approvalRequired: plan.appsRequireApproval === true,
      ...(cost > 0 && { cost }),
      ...(plan.trialPeriod && { trialDays: plan.trialPeriod }),
      limits: all(plan.limits, Limit).map(
        ({ period, value: most, metricMethodRef }) => ({
          metric: metricMethodRef.systemName,
          period,
          value: most,
        }),
      ),
    };
  });
}

function authOf(
  { authentication }: z.infer<typeof Deployment>,
  policies: unknown,
): OfferingAuth {
  const removesBearer = all(
    Array.isArray(policies) ? policies : [],
    Policy,
  ).some(({ name, enabled }) => name === 'remove-bearer' && enabled !== false);
  const { data } = Authentication.safeParse(authentication);
  if (data?.oidc !== undefined && data.oidc !== null) {
    return { type: 'oidc' };
  }
  const keys = data?.userkey ?? data?.appKeyAppID ?? {};
  const settings = {
    credentials: keys.credentials ?? undefined,
    keyName: (data?.appKeyAppID ? keys.appKey : keys.authUserKey) ?? undefined,
    idName: keys.appID ?? undefined,
  };
  return data?.appKeyAppID
    ? appIdAuth(settings)
    : userKeyAuth(settings, { removesBearer });
}

function gatewaysOf({
  stagingPublicBaseURL,
  productionPublicBaseURL,
}: z.infer<typeof Deployment>): Offering['gatewayUrls'] {
  return {
    production: withoutLogin(productionPublicBaseURL ?? undefined),
    staging: withoutLogin(stagingPublicBaseURL ?? undefined),
  };
}

function commonOf({ namespace, name, annotations }: ThreescaleObject) {
  const server = annotations[KEPT.server];
  return { namespace, name, ...(server && { server }) };
}

const hostIn = (raw: unknown) =>
  Status.parse(raw).status?.providerAccountHost ?? '';

/**
 * How far a product is. What was synced once is served as it was while the
 * operator works on what is new.
 *
 * | operator | published by us, and never promoted | state |
 * |---|---|---|
 * | Invalid, Failed, Orphan | any | failed |
 * | never took it over | any | pending |
 * | else | yes | unpromoted |
 * | else | no, or nobody knows | ready |
 */
function stateOf(
  object: ThreescaleObject,
  productId: unknown,
): Pick<ParsedProduct, 'state' | 'stateReason'> {
  const { state, message } = standingOf(object);
  if (state === 'failed' || state === 'invalid' || state === 'orphan') {
    return { state: 'failed', stateReason: message?.slice(0, 1000) };
  }
  if (state === 'pending' && !productId) {
    return { state: 'pending' };
  }
  const { annotations } = object;
  const isOurs = annotations[KEPT.server] !== undefined;
  return {
    state:
      isOurs && annotations[KEPT.promoted] === undefined
        ? 'unpromoted'
        : 'ready',
  };
}

/** What 3scale makes of a name where no system name is given. */
const systemNameOf = (spec: ThreescaleObject['spec']): string | undefined => {
  const { name, systemName } = spec;
  if (typeof systemName === 'string' && systemName !== '') {
    return systemName;
  }
  return typeof name === 'string'
    ? name.replace(/[^A-Za-z0-9]/g, '') || undefined
    : undefined;
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A Product (capabilities.3scale.net/v1beta1); `undefined` for what cannot be understood. */
export function parseProduct(raw: unknown): ParsedProduct | undefined {
  const object = readThreescaleObject('Product', raw);
  if ('unreadable' in object) {
    return undefined;
  }
  const { spec } = object;
  const systemName = systemNameOf(spec);
  if (systemName === undefined) {
    return undefined;
  }
  const { productId } = Status.parse(raw).status ?? {};
  const [[where, deployment] = []] = each(spec.deployment, Deployment);
  return {
    kind: 'Product',
    ...commonOf(object),
    ...tenancyOf(hostIn(raw)),
    ...(object.createdAt && { createdAt: object.createdAt }),
    systemName,
    ...(productId && { productId: String(productId) }),
    title: textOf(spec.name) ?? systemName,
    ...(textOf(spec.description) && { description: textOf(spec.description) }),
    auth: authOf(deployment ?? { authentication: undefined }, spec.policies),
    ...(where === 'apicastSelfManaged' &&
      deployment && { gatewayUrls: gatewaysOf(deployment) }),
    usages: each(spec.backendUsages, Usage).map(([backend, { path }]) => ({
      backend,
      ...(path && path !== '/' && { path }),
    })),
    plans: plansOf(spec.applicationPlans),
    operations: rulesOf(spec.mappingRules),
    ...stateOf(object, productId),
  };
}

/** A Backend, likewise. */
export function parseBackend(raw: unknown): ParsedBackend | undefined {
  const object = readThreescaleObject('Backend', raw);
  if ('unreadable' in object) {
    return undefined;
  }
  const { spec } = object;
  const systemName = systemNameOf(spec);
  return systemName === undefined
    ? undefined
    : {
        kind: 'Backend',
        ...commonOf(object),
        ...tenancyOf(hostIn(raw)),
        systemName,
        privateUrl: withoutLogin(textOf(spec.privateBaseURL)),
        operations: rulesOf(spec.mappingRules),
      };
}

const Reference = z
  .object({
    url: text,
    secretRef: z
      .object({ name: z.string(), namespace: text })
      .nullish()
      .catch(undefined),
  })
  .catch({});

/** An ActiveDoc, likewise. */
export function parseActiveDoc(raw: unknown): ParsedActiveDoc | undefined {
  const object = readThreescaleObject('ActiveDoc', raw);
  if ('unreadable' in object) {
    return undefined;
  }
  const { spec, annotations, namespace } = object;
  const { url, secretRef } = Reference.parse(spec.activeDocOpenAPIRef);
  const stamp = annotations[KEPT.definition];
  return {
    kind: 'ActiveDoc',
    ...commonOf(object),
    ...tenancyOf(hostIn(raw)),
    product: textOf(spec.productSystemName),
    published: spec.published === true,
    // The operator reads Secrets of other namespaces as well; we do not.
    ...(secretRef &&
      (secretRef.namespace ?? namespace) === namespace && {
        secret: { namespace, name: secretRef.name },
      }),
    ...(url && { url }),
    ...(stamp && { stamp }),
  };
}

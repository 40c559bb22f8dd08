import { z } from 'zod/v4';

/** Who offers a model: the API management in front of it. */
export const OfferingSource = z.enum(['threescale', 'rhoai-maas', 'kuadrant']);
export type OfferingSource = z.infer<typeof OfferingSource>;

/**
 * How far an offering is.
 *
 * | state | meaning |
 * |---|---|
 * | ready | can be called at its gateway |
 * | pending | its operator has not taken it over yet |
 * | unpromoted | never promoted to production: only staging serves it |
 * | failed | its operator says that it will not serve as it is |
 */
export const OfferingState = z.enum([
  'ready',
  'pending',
  'unpromoted',
  'failed',
]);
export type OfferingState = z.infer<typeof OfferingState>;

/**
 * How callers show their key.
 *
 * | type | what is sent |
 * |---|---|
 * | api-key | one key, in `header` (behind `scheme`, if there is one) or in the query parameter `parameter` |
 * | app-id-and-key | two of them: `header` or `parameter` is that of the key |
 * | oidc | a token of an identity provider, as bearer |
 * | none | nothing |
 */
export const OfferingAuth = z.object({
  type: z.enum(['api-key', 'app-id-and-key', 'oidc', 'none']),
  location: z.enum(['header', 'query']).optional(),
  header: z.string().optional(),
  scheme: z.string().optional(),
  parameter: z.string().optional(),
  /** Of `app-id-and-key`: the header or parameter of the application's id. */
  idName: z.string().optional(),
});
export type OfferingAuth = z.infer<typeof OfferingAuth>;

export const OfferingLimit = z.object({
  /** System name of a metric or method, e.g. `hits`, `total_tokens`. */
  metric: z.string(),
  /** `minute`, `hour`, `day`, `week`, `month`, `year`, `eternity`, or a duration such as `30s`. */
  period: z.string(),
  value: z.number(),
});
export type OfferingLimit = z.infer<typeof OfferingLimit>;

export const OfferingPlan = z.object({
  systemName: z.string(),
  title: z.string(),
  published: z.boolean(),
  approvalRequired: z.boolean(),
  /** Each month, in the currency of the tenant. */
  cost: z.number().optional(),
  trialDays: z.number().optional(),
  limits: z.array(OfferingLimit),
});
export type OfferingPlan = z.infer<typeof OfferingPlan>;

export const OfferingOperation = z.object({
  /** Upper case, e.g. `POST`. */
  method: z.string(),
  /** As the gateway matches it: from its start, `$` at its end for nothing behind it. */
  pattern: z.string(),
  metric: z.string().optional(),
});
export type OfferingOperation = z.infer<typeof OfferingOperation>;

/** Where the gateway sends calls, and what is known of the place. */
export const OfferingBackend = z.object({
  systemName: z.string().optional(),
  /** Without a user or password; absent where the gateway names the server itself. */
  privateUrl: z.string().optional(),
  /** In front of the backend's paths at the gateway, e.g. `/v1`; absent for none. */
  path: z.string().optional(),
  /** The Service that the URL names, and the model server that its labels name. */
  service: z
    .object({
      namespace: z.string(),
      name: z.string(),
      server: z.string().optional(),
    })
    .optional(),
  /** `<namespace>/<resource>/<name>` of the model server, where an object says it. */
  server: z.string().optional(),
});
export type OfferingBackend = z.infer<typeof OfferingBackend>;

const url = z.string();

/**
 * An API product that models are offered by: what its source says of it. It
 * holds no key, secret or token; long texts are named by their digest.
 */
export const Offering = z.object({
  /** Unique within its source: `<tenant>/<system name>`. */
  id: z.string(),
  source: OfferingSource,
  tenant: z.string(),
  systemName: z.string(),
  /** The source's own id of it, e.g. of the product in 3scale. */
  productId: z.string().optional(),
  title: z.string(),
  description: z.string().optional(),
  createdAt: z.string().optional(),
  gatewayUrls: z.object({
    production: url.optional(),
    staging: url.optional(),
  }),
  /** Below the gateway's URL, in front of all paths; absent for none. */
  path: z.string().optional(),
  backends: z.array(OfferingBackend),
  auth: OfferingAuth,
  plans: z.array(OfferingPlan),
  operations: z.array(OfferingOperation),
  portal: z.object({
    signup: url.optional(),
    subscribe: url.optional(),
    admin: url.optional(),
  }),
  state: OfferingState,
  /** Why it is not ready, in the source's own words. */
  stateReason: z.string().optional(),
  /** What requests must name as the model, where the source says it. */
  modelName: z.string().optional(),
  /** Digest of the OpenAPI document that it is published with. */
  documentDigest: z.string().optional(),
});
export type Offering = z.infer<typeof Offering>;

/**
 * By what an offering was joined to a model server.
 *
 * | by | evidence |
 * |---|---|
 * | explicit | the object names the server |
 * | service-label | its URL names a Service whose labels name the server |
 * | service-name | its URL names a Service that is called as those of the server are |
 * | host | its URL has the host of an address of the server |
 * | suggested | only the names are alike: no relation is made of it |
 */
export const OfferingMatch = z.object({
  by: z.enum([
    'explicit',
    'service-label',
    'service-name',
    'host',
    'suggested',
  ]),
  /** What was compared, for people, e.g. `Service llm-hosting/granite-predictor`. */
  evidence: z.string(),
});
export type OfferingMatch = z.infer<typeof OfferingMatch>;

/**
 * Where the definition of a gateway's API comes from.
 *
 * | origin | meaning |
 * |---|---|
 * | document | the document that it is published with (ActiveDoc) |
 * | server | the model server's own definition, cut to what the gateway lets through |
 * | operations | the gateway's rules alone |
 */
export const GatewayDefinition = z.object({
  digest: z.string(),
  origin: z.enum(['document', 'server', 'operations']),
  /** What it was made of: while that is the same, so is the text. */
  madeOf: z.string(),
});
export type GatewayDefinition = z.infer<typeof GatewayDefinition>;

/** An offering as one of its model servers shows it. */
export const ServedOffering = Offering.extend({
  /** Name of the API entity of the gateway, unique among APIs and stable. */
  name: z.string(),
  match: OfferingMatch,
  /** Whether the gateway's API entity is made of this record: of several servers, one shows it. */
  isShownHere: z.boolean(),
  /** Where it is shown. */
  definition: GatewayDefinition.optional(),
});
export type ServedOffering = z.infer<typeof ServedOffering>;

/** How a key goes to the gateway, for people: `Authorization: Bearer <API key>`. */
export function shownKey(auth: OfferingAuth): string {
  const { type, location, header, parameter, scheme, idName } = auth;
  const inQuery = (name: string, what: string) => `?${name}=<${what}>`;
  const write = (name: string, what: string) =>
    location === 'query' ? inQuery(name, what) : `${name}: <${what}>`;
  switch (type) {
    case 'none':
      return 'no key';
    case 'oidc':
      return 'Authorization: Bearer <token>';
    case 'app-id-and-key': {
      const [id, key] = [idName ?? 'app_id', header ?? parameter ?? 'app_key'];
      return `${write(id, 'application id')}, ${write(key, 'API key')}`;
    }
    default:
      return location === 'query'
        ? inQuery(parameter ?? 'user_key', 'API key')
        : `${header ?? 'Authorization'}: ${
            scheme === undefined ? '' : `${scheme} `
          }<API key>`;
  }
}

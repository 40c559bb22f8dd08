import { z } from 'zod/v4';
import { parseOwner } from '@model-catalog/common';
import { DEFAULT_CATALOG } from '@model-catalog/node';
import {
  type Address,
  type Endpoint,
  namespaceName,
  parseAddress,
  parseDuration,
  parseEndpoints,
} from '@model-catalog/service';

/** Empty strings, as `${VAR:-}` leaves them, count as unset. */
const unsetWhenEmpty = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

const text = z.preprocess(unsetWhenEmpty, z.string().optional());
const textOr = (fallback: string) =>
  z.preprocess(unsetWhenEmpty, z.string().default(fallback));

/** Timers of Node take what is over 2^31 ms (24.8 days) for no time at all. */
const LONGEST_MS = 576 * 3_600_000;

function durationOr(fallback: string) {
  return textOr(fallback).transform((value, context): number => {
    const parsed = parseDuration(value);
    if (parsed === undefined || parsed <= 0) {
      context.addIssue({
        code: 'custom',
        message: `"${value}" is no duration; write a number with its unit, e.g. 2m, 30s or 500ms`,
      });
      return z.NEVER;
    }
    if (parsed > LONGEST_MS) {
      context.addIssue({
        code: 'custom',
        message: `"${value}" is too long; the longest that can be waited is 576h`,
      });
      return z.NEVER;
    }
    return parsed;
  });
}

function readAddress(value: string, context: z.RefinementCtx): Address {
  const parsed = parseAddress(value);
  if (!parsed) {
    context.addIssue({
      code: 'custom',
      message: `"${value}" is no address; write host:port, or :port for every interface`,
    });
    return z.NEVER;
  }
  return parsed;
}

const addressOr = (fallback: string) => textOr(fallback).transform(readAddress);

/** What it is by default depends on the role. */
const address = text.transform((value, context) =>
  value === undefined ? undefined : readAddress(value, context),
);

const endpoints = textOr('').transform((value, context): Endpoint[] => {
  const parsed = parseEndpoints(value);
  for (const { part, reason } of parsed.flaws) {
    context.addIssue({ code: 'custom', message: `"${part}" ${reason}` });
  }
  return parsed.endpoints;
});

/** The first is the one that has always been read, whatever its host is called; more of them rename nothing. */
const catalogs = endpoints.transform((found, context) => {
  const [first, ...others] = found;
  if (others.some(({ name }) => name === DEFAULT_CATALOG)) {
    context.addIssue({
      code: 'custom',
      message: `the first catalog is called "${DEFAULT_CATALOG}"; another one needs another name`,
    });
  }
  return first ? [{ ...first, name: DEFAULT_CATALOG }, ...others] : [];
});

/** A comma list without empty parts. */
const list = textOr('').transform(value =>
  value
    .split(',')
    .map(part => part.trim())
    .filter(Boolean),
);

/** Names of namespaces; one that is none would be looked into in vain, and nobody told. */
const namespaces = list.transform((names, context) => {
  for (const name of names) {
    if (!namespaceName.safeParse(name).success) {
      context.addIssue({
        code: 'custom',
        message: `"${name.slice(
          0,
          100,
        )}" is no name of a namespace; write them separated by commas`,
      });
    }
  }
  return [...new Set(names)];
});

const flag = z.preprocess(
  value => (typeof value === 'string' ? value.trim().toLowerCase() : value),
  z
    .enum(['true', 'false', ''], { error: 'must be true or false' })
    .default('')
    .transform(value => value === 'true'),
);

const owner = text.refine(
  value => value === undefined || parseOwner(value) !== undefined,
  { error: 'is no user or group reference' },
);

const share = z.preprocess(
  unsetWhenEmpty,
  z.coerce
    .number({ error: 'is no number' })
    .min(0, { error: 'must be from 0 to 1' })
    .max(1, { error: 'must be from 0 to 1' })
    .default(0.5),
);

/** What is no URL is told as that. */
function hasNoLogin(value: string): boolean {
  if (!URL.canParse(value)) {
    return true;
  }
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

const urlOr = (fallback: string) =>
  z.preprocess(
    unsetWhenEmpty,
    z
      .url({ protocol: /^https?$/, error: 'is no http or https URL' })
      .refine(hasNoLogin, {
        // It stands in messages, and in documents that anybody may read.
        error: 'must hold no user or password',
      })
      .default(fallback),
  );

const optionalUrl = z.preprocess(
  unsetWhenEmpty,
  z
    .url({ protocol: /^https?$/, error: 'is no http or https URL' })
    .refine(hasNoLogin, { error: 'must hold no user or password' })
    .optional(),
);

/** Without the line end that a Secret may have. */
const token = text.transform(value => value?.trim());

/**
 * Environment and flags of the bridge. Names are those that the sidecars of
 * RHDH 1.8 to 1.10 are given; `NORMALIZER_FORMAT` and `POD_IP` are accepted
 * and change nothing. What concerns the Kubernetes API (`KUBECONFIG`, `token`,
 * `NAMESPACE`, ...) is read by the library.
 */
export const Settings = z.object({
  BRIDGE_URL: urlOr('http://localhost:9090'),
  CA_FILE: list,
  CATALOG_URL: catalogs,
  CHECK_INTERVAL: durationOr('10s'),
  DASHBOARD_URL: optionalUrl,
  DEFAULT_LIFECYCLE: text,
  DEFAULT_OWNER: owner,
  INSECURE_SKIP_TLS_VERIFY: flag,
  KFMR_TOKEN: token,
  LOCATION_ADDRESS: addressOr('127.0.0.1:9090'),
  LOCATION_TOKEN: token,
  LOCATION_TOKEN_FILE: token,
  LOG_LEVEL: z.preprocess(
    value =>
      typeof value === 'string'
        ? value.trim().toLowerCase() || undefined
        : value,
    z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
      .default('info'),
  ),
  MAX_REMOVAL_SHARE: share,
  METRICS_ADDRESS: address,
  MR_ROUTE: endpoints,
  NORMALIZER_FORMAT: text,
  POLLING_INTERVAL: durationOr('2m'),
  REGISTRIES_NAMESPACES: namespaces,
  STORAGE_ADDRESS: addressOr('127.0.0.1:7070'),
  STORAGE_TOKEN: token,
  STORAGE_TOKEN_FILE: token,
  STORAGE_TYPE: z.preprocess(
    unsetWhenEmpty,
    z
      .enum(['ConfigMap', 'PostgreSQL', 'Memory'], {
        error: 'must be ConfigMap, PostgreSQL or Memory',
      })
      .default('ConfigMap'),
  ),
  STORAGE_URL: urlOr('http://localhost:7070'),
});
export type Settings = z.infer<typeof Settings>;

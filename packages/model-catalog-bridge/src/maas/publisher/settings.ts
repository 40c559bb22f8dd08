import { readFile } from 'node:fs/promises';
import {
  type PublisherSettings,
  type ReadPlans,
  RenderSettingsSchema,
} from '@model-catalog/maas';
import { DEFAULT_REMOVAL_POLICY } from '@model-catalog/node';
import {
  type Address,
  ConfigError,
  namespaceName,
  parseAddress,
  parseDuration,
} from '@model-catalog/service';
import { parse } from 'yaml';
import { z } from 'zod/v4';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a publisher is told at its start. */
export type PublisherConfig = PublisherSettings & {
  /** The plans in the settings, as they are now. */
  readPlans: ReadPlans;
  logLevel: string;
  metricsAddress: Address;
};

/** Beside those of `METRICS_PORT`, so that it may be in one pod with any of them. */
export const PUBLISHER_METRICS_PORT = 8084;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Empty strings, as `${VAR:-}` leaves them, count as unset. */
const unset = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

const text = z.preprocess(unset, z.string().trim().optional());

const words = text.transform(value =>
  value === undefined
    ? undefined
    : value
        .split(',')
        .map(word => word.trim())
        .filter(Boolean),
);

const duration = text.transform((value, context) => {
  const ms = parseDuration(value ?? '5m');
  if (ms === undefined) {
    const message = `"${value}" is no duration; write a number with its unit, e.g. 5m`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return ms;
});

const address = text.transform((value, context): Address => {
  const parsed = parseAddress(value ?? `:${PUBLISHER_METRICS_PORT}`);
  if (!parsed) {
    const message = `"${value}" is no address; write host:port, or :port for every interface`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return parsed;
});

const namespaces = words.transform((names = [], context) => {
  if (names.length === 0) {
    const message =
      'names no namespace: labels count only in namespaces that are named here, e.g. llm-hosting';
    context.addIssue({ code: 'custom', message });
  }
  for (const name of names) {
    if (!namespaceName.safeParse(name).success) {
      const message = `"${name.slice(0, 100)}" is no name of a namespace`;
      context.addIssue({ code: 'custom', message });
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

/** Environment and flags of the publisher; the settings of rendering may also be in the file. */
const Settings = z.object({
  LOG_LEVEL: z.preprocess(
    value => (typeof value === 'string' ? unset(value.toLowerCase()) : value),
    z.enum(LEVELS).default('info'),
  ),
  MAAS_ANNOTATE: flag,
  MAAS_AUTH_PROFILE: text,
  MAAS_CLUSTER_DOMAIN: text,
  MAAS_CORS_ORIGINS: words,
  MAAS_DELETION_POLICY: z.preprocess(
    unset,
    z
      .enum(['retain-but-hide', 'delete'], {
        error: 'must be retain-but-hide or delete',
      })
      .default('retain-but-hide'),
  ),
  MAAS_GRACE_PERIOD: duration,
  MAAS_MODEL_TOKEN_SECRET: text,
  MAAS_NAMESPACES: namespaces,
  MAAS_PROVIDER_ACCOUNT: text,
  MAAS_SETTINGS_FILE: text,
  MAAS_TARGET_NAMESPACE: text,
  MAAS_TENANT_NAME: text,
  MAAS_WILDCARD_DOMAIN: text,
  MAX_REMOVAL_SHARE: z.preprocess(
    unset,
    z.coerce
      .number({ error: 'is no number' })
      .min(0, { error: 'must be from 0 to 1' })
      .max(1, { error: 'must be from 0 to 1' })
      .default(DEFAULT_REMOVAL_POLICY.maxShare),
  ),
  METRICS_ADDRESS: address,
});
type Settings = z.infer<typeof Settings>;

/** What the environment says of rendering wins over the file. */
const overFile = (settings: Settings) => ({
  authProfile: settings.MAAS_AUTH_PROFILE,
  clusterDomain: settings.MAAS_CLUSTER_DOMAIN,
  corsOrigins: settings.MAAS_CORS_ORIGINS,
  modelTokenSecret: settings.MAAS_MODEL_TOKEN_SECRET,
  providerAccount: settings.MAAS_PROVIDER_ACCOUNT,
  targetNamespace: settings.MAAS_TARGET_NAMESPACE,
  tenantName: settings.MAAS_TENANT_NAME,
  wildcardDomain: settings.MAAS_WILDCARD_DOMAIN,
});

const Given = z.record(z.string(), z.unknown()).nullish();

async function readFileOf(path: string | undefined) {
  if (path === undefined) {
    return {};
  }
  try {
    return Given.parse(parse(await readFile(path, 'utf8'))) ?? {};
  } catch (error) {
    const [first = ''] = String(error).split('\n');
    throw new ConfigError([
      `MAAS_SETTINGS_FILE: ${path} cannot be read: ${first}`,
    ]);
  }
}

async function renderSettings(settings: Settings) {
  const given = Object.entries(overFile(settings)).filter(
    ([, value]) => value !== undefined,
  );
  const file = await readFileOf(settings.MAAS_SETTINGS_FILE);
  const parsed = RenderSettingsSchema.safeParse({
    ...file,
    ...Object.fromEntries(given),
  });
  if (!parsed.success) {
    const where = settings.MAAS_SETTINGS_FILE ?? 'MAAS_*';
    throw new ConfigError(
      parsed.error.issues.map(
        ({ path, message }) =>
          `${where}: ${path.map(String).join('.') || 'it'} ${message}`,
      ),
    );
  }
  return parsed.data;
}

/**
 * Reads environment and flags (flags win), and the file that they name.
 * @throws ConfigError with the problems
 */
export async function readPublisherConfig(
  environment: Variables,
  flags: Variables = {},
): Promise<PublisherConfig> {
  const given = Object.entries(flags).filter(
    ([, value]) => value !== undefined,
  );
  const parsed = Settings.safeParse({
    ...environment,
    ...Object.fromEntries(given),
  });
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(
        ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
      ),
    );
  }
  const { data } = parsed;
  const { plans: _, ...render } = await renderSettings(data);
  return {
    namespaces: data.MAAS_NAMESPACES,
    deletion: data.MAAS_DELETION_POLICY,
    graceMs: data.MAAS_GRACE_PERIOD,
    removal: { ...DEFAULT_REMOVAL_POLICY, maxShare: data.MAX_REMOVAL_SHARE },
    annotate: data.MAAS_ANNOTATE,
    render,
    readPlans: async () => (await renderSettings(data)).plans,
    logLevel: data.LOG_LEVEL,
    metricsAddress: data.METRICS_ADDRESS,
  };
}

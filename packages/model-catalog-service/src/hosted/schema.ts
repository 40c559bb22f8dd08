import { z } from 'zod/v4';
import { parseDuration } from '../config/duration';
import { ConfigFile } from '../config/file/schema';
import { list, namespace, text } from '../config/file/words';

const MIN_MS = 1_000;
/** Timers of Node take what is over 2^31 ms (24.8 days) for no time at all. */
const MAX_MS = 576 * 3_600_000;

const duration = z.string().transform((value, context): number => {
  const ms = parseDuration(value.trim());
  if (ms === undefined || ms < MIN_MS || ms > MAX_MS) {
    context.addIssue({
      code: 'custom',
      message: 'is no duration from 1s to 576h; write e.g. 10s or 2m',
    });
    return z.NEVER;
  }
  return ms;
});

/** Letters that stay as they are in names of entities. */
const label = text.regex(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,28}[A-Za-z0-9])?$/, {
  error:
    'must be at most 30 letters, digits, ".", "_" or "-", beginning and ending with a letter or digit',
});

/** Environment substitution makes texts of numbers. */
const share = z.preprocess(
  value => (typeof value === 'string' ? Number(value) : value),
  z
    .number({ error: 'is no number' })
    .min(0, { error: 'must be from 0 to 1' })
    .max(1, { error: 'must be from 0 to 1' }),
);

const httpUrl = text.refine(
  value => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return /^https?:$/.test(url?.protocol ?? '') && !url?.username;
  },
  { error: 'is no http or https URL without a user' },
);

const secret = text.regex(/^[\x21-\x7e]+$/, {
  error: 'must be one line of printable characters',
});

const EITHER = [
  ['cluster', 'url'],
  ['token', 'tokenFile'],
  ['caData', 'caFile'],
] as const;
const OF_URL = [
  'token',
  'tokenFile',
  'caData',
  'caFile',
  'skipTLSVerify',
] as const;

/** How the cluster is reached; nothing of it means: as the pod's service account. */
const Kubernetes = z
  .strictObject({
    cluster: text.optional(),
    url: text.optional(),
    token: secret.optional(),
    tokenFile: text.optional(),
    caData: z.string().optional(),
    caFile: text.optional(),
    skipTLSVerify: z.boolean().optional(),
    namespace: namespace.optional(),
  })
  .superRefine((given, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    for (const [one, other] of EITHER) {
      if (given[one] !== undefined && given[other] !== undefined) {
        refuse(other, `must not be given beside ${one}`);
      }
    }
    if (given.url === undefined) {
      for (const key of OF_URL.filter(one => given[one] !== undefined)) {
        refuse(key, 'is for a url, which is missing');
      }
    } else if ((given.token ?? given.tokenFile) === undefined) {
      refuse('token', 'is missing; give a token or a tokenFile for url');
    }
  });
export type GivenKubernetes = z.output<typeof Kubernetes>;

/** What stands under `rhoai`: the keys of the configuration file, the connection, and what the sidecars get by their environment. */
export const HostedBlock = ConfigFile.extend({
  kubernetes: Kubernetes.optional(),
  cluster: label.optional(),
  namePrefix: label.optional(),
  dashboardUrl: httpUrl.optional(),
  checkInterval: duration.optional(),
  pollingInterval: duration.optional(),
  maxRemovalShare: share.optional(),
  caFiles: list(text).optional(),
  insecureSkipTLSVerify: z.boolean().optional(),
  registryToken: secret.optional(),
});
export type HostedBlock = z.output<typeof HostedBlock>;

import { digestOf } from '@model-catalog/common';
import { ConfigError } from '../config/ConfigError';
import { linesOf, wording } from '../config/file/problems';
import { serviceConfig } from '../config/serviceConfig';
import type { ServiceConfig } from '../config/types';
import { type ClusterEntry, findCluster } from './clusters';
import { type GivenKubernetes, HostedBlock } from './schema';
import { tidy } from './tidy';

const PATH = 'catalog.providers.modelCatalog';

/** One entry that is read in this backend. */
export type HostedEntry = {
  id: string;
  config: ServiceConfig;
  /** `cluster` is looked up already. */
  kubernetes: Omit<GivenKubernetes, 'cluster'> & {
    /** Where in the app-config it is said how the cluster is reached. */
    path: string;
  };
  /** What the names of its tables begin with. */
  tablePrefix: string;
};

type Mapping = { [key: string]: unknown };
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same for an id for ever, another one for another id, and a name of a table in any database. */
function tablePrefixOf(id: string): string {
  const slug = id.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return `mc_${slug.slice(0, 20)}_${digestOf(id).slice(0, 8)}`;
}

function kubernetesOf(
  { cluster, ...given }: GivenKubernetes,
  path: string,
  methods: unknown,
): HostedEntry['kubernetes'] {
  if (cluster === undefined) {
    return { ...given, path };
  }
  const found = findCluster(methods, cluster);
  if ('problem' in found) {
    throw new ConfigError([`${path}.cluster: ${found.problem}`]);
  }
  const entry: ClusterEntry = found.cluster;
  return { ...given, ...entry };
}

/** In the first cluster keys say `local`, as where there is one: others that come change nothing of it. */
function configOf(id: string, block: HostedBlock): ServiceConfig {
  const { namePrefix, cluster = namePrefix ? id : undefined } = block;
  return serviceConfig(
    {
      cluster,
      namePrefix,
      caFiles: block.caFiles,
      checkIntervalMs: block.checkInterval,
      dashboardUrl: block.dashboardUrl,
      insecureSkipTlsVerify: block.insecureSkipTLSVerify,
      maxRemovalShare: block.maxRemovalShare,
      pollIntervalMs: block.pollingInterval,
      registryToken: block.registryToken,
    },
    block,
  );
}

function readEntry(id: string, value: unknown, methods: unknown): HostedEntry {
  const path = `${PATH}.${id}.rhoai`;
  const parsed = HostedBlock.safeParse(tidy(value), { error: wording });
  if (!parsed.success) {
    throw new ConfigError(
      linesOf(parsed.error.issues).map(line =>
        line.startsWith('the file: ')
          ? `${path}: ${line.slice('the file: '.length)}`
          : `${path}.${line}`,
      ),
    );
  }
  const { kubernetes = {} } = parsed.data;
  return {
    id,
    config: configOf(id, parsed.data),
    kubernetes: kubernetesOf(kubernetes, `${path}.kubernetes`, methods),
    tablePrefix: tablePrefixOf(id),
  };
}

/** Whether names with one prefix may be names with the other. */
function mayMeet(one = '', other = ''): boolean {
  const [short, long] = [one, other]
    .map(prefix => prefix.toLowerCase())
    .sort((a, b) => a.length - b.length);
  if (short === long) {
    return true;
  }
  return short !== '' && Boolean(long?.startsWith(`${short}-`));
}

/** Entities of two clusters with one name would be one entity. */
function prefixProblems(entries: readonly HostedEntry[]): string[] {
  return entries.flatMap((one, index) =>
    entries.slice(index + 1).flatMap(other => {
      const [a, b] = [one.config.namePrefix, other.config.namePrefix];
      if (!mayMeet(a, b)) {
        return [];
      }
      const what =
        a === b
          ? `have ${a === undefined ? 'no namePrefix' : `both "${a}"`}`
          : `have "${a}" and "${b}", of which one begins with the other`;
      return [
        `${PATH}.${one.id}.rhoai.namePrefix and ${PATH}.${other.id}.rhoai.namePrefix: ${what}, so models of both clusters could get one name; give each a prefix of its own (one of them may have none)`,
      ];
    }),
  );
}

/** What of the app-config is read here. */
export type HostedInput = {
  /** `catalog.providers.modelCatalog`. */
  providers: unknown;
  /** `kubernetes.clusterLocatorMethods`. */
  clusters: unknown;
};

/**
 * Reads the entries that name no location service but OpenShift AI itself.
 * @throws ConfigError with all problems, each naming the key in the app-config
 */
export function readHosted({
  providers,
  clusters,
}: HostedInput): HostedEntry[] {
  const methods = tidy(clusters);
  const entries: HostedEntry[] = [];
  const problems: string[] = [];
  for (const [id, entry] of Object.entries(
    isMapping(providers) ? providers : {},
  )) {
    if (!isMapping(entry) || tidy(entry.rhoai) === undefined) {
      continue;
    }
    try {
      entries.push(readEntry(id, entry.rhoai, methods));
    } catch (error) {
      if (!(error instanceof ConfigError)) {
        throw error;
      }
      problems.push(...error.problems);
    }
  }
  problems.push(...prefixProblems(entries));
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return entries;
}

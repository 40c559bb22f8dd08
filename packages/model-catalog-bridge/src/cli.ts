import { Command } from 'commander';
import { configFileSchema, ListenError } from '@model-catalog/service';
import { checkConfig } from './config/checkConfig';
import {
  type Config,
  ConfigError,
  loadConfig,
  metricsAddressOf,
  type Role,
} from './config/config';
import { withExportCommand } from './export/command';
import { createLogger, logBug, type Logger } from './log';
import { withMaasCommands } from './maas/command';
import { checkHealth } from './health';
import { startAll } from './roles/all';
import { startLocation } from './roles/location';
import { startRhoaiNormalizer } from './roles/rhoaiNormalizer';
import type { RoleInput, Running } from './roles/role';
import { startStorageRest } from './roles/storageRest';
import { withApproveRemovalsCommand } from './tools/approveRemovals/command';
import { withDiagnoseCommand } from './tools/diagnose/command';
import { withEnrichCommand } from './tools/enrich/command';
import { withExplainCommand } from './tools/explain/command';
import { withInitCommand } from './tools/init/command';
import { withUpgradeReportCommand } from './tools/upgradeReport/command';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the program needs of its process. */
export type Shell = {
  environment: Environment;
  /** Aborts when the process is asked to stop. */
  signal: AbortSignal;
  /** For messages to a person. */
  writeError(text: string): void;
  /** For results; messages go there too where it is not given. */
  write?(text: string): void;
};

/** Exit codes: 0 stopped as asked, 1 failed while running, 2 cannot start as configured. */
export type ExitCode = 0 | 1 | 2;

type Flags = {
  address?: string;
  caFile?: string;
  config?: string;
  insecureSkipTlsVerify?: boolean;
  metricsAddress?: string;
  maxRemovalShare?: string;
};

type RoleCommand = {
  name: Role;
  description: string;
  start: (input: RoleInput) => Promise<Running>;
};

function readConfigOf(
  role: Role,
  flags: Flags,
  environment: Environment,
): Promise<Config> {
  const given = {
    CA_FILE: flags.caFile,
    CONFIG_FILE: flags.config,
    INSECURE_SKIP_TLS_VERIFY: flags.insecureSkipTlsVerify?.toString(),
    LOCATION_ADDRESS: flags.address,
    METRICS_ADDRESS: flags.metricsAddress,
    MAX_REMOVAL_SHARE: flags.maxRemovalShare,
  };
  return loadConfig(environment, given, role);
}

async function runRole(
  { name, start }: RoleCommand,
  flags: Flags,
  { environment, signal, writeError }: Shell,
): Promise<ExitCode> {
  let logger: Logger | undefined;
  try {
    const config = await readConfigOf(name, flags, environment);
    logger = createLogger(config.logLevel);
    for (const warning of config.warnings) {
      logger.warn(warning);
    }
    const { ports, done } = await start({
      config,
      environment,
      logger,
      signal,
    });
    logger.info(ports, 'Listening');
    await done;
    logger.info('Stopped');
    return 0;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ListenError) {
      writeError(`${error.message}\n`);
      return 2;
    }
    logBug(logger ?? createLogger('info'), error, 'The bridge cannot go on');
    return 1;
  }
}

const ROLES: readonly RoleCommand[] = [
  {
    name: 'all',
    description:
      'read OpenShift AI, keep the store, serve the plugins: everything in one process',
    start: startAll,
  },
  {
    name: 'rhoai-normalizer',
    description:
      'read OpenShift AI and write to the store through storage-rest',
    start: startRhoaiNormalizer,
  },
  {
    name: 'storage-rest',
    description: 'keep the store, for the two others',
    start: startStorageRest,
  },
  {
    name: 'location',
    description: 'serve the plugins from what storage-rest has',
    start: startLocation,
  },
];

/** The flags that every role takes. */
function withFlags(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'configuration file in YAML: sources, selection, owners (CONFIG_FILE)',
    )
    .option(
      '--ca-file <files>',
      'certificates (PEM) that are trusted besides the others, separated by commas (CA_FILE)',
    )
    .option(
      '--insecure-skip-tls-verify',
      'verify no certificate; never for more than a trial (INSECURE_SKIP_TLS_VERIFY)',
    )
    .option(
      '--address <host:port>',
      'where the location service listens (LOCATION_ADDRESS, 127.0.0.1:9090)',
    )
    .option(
      '--metrics-address <host:port>',
      'where /healthz, /readyz and /metrics are (METRICS_ADDRESS; :8081, storage-rest :8082, location :8083)',
    )
    .option(
      '--max-removal-share <0..1>',
      'largest share of a source that may vanish in one run (MAX_REMOVAL_SHARE, 0.5)',
    );
}

/** For probes that run a command in the container. */
function withHealthCommand(
  program: Command,
  { environment, writeError, write = writeError }: Shell,
  end: (code: ExitCode) => void,
): void {
  program
    .command('health')
    .description(
      'ask the process of a role in this container how it is: ends with 1 if not well',
    )
    .argument('<role>', ROLES.map(({ name }) => name).join(', '))
    .option('--ready', 'whether it is ready, and not only alive')
    .option('--metrics-address <host:port>', 'as the role was given it')
    .action(async (asked: string, flags: Flags & { ready?: boolean }) => {
      const role = ROLES.find(({ name }) => name === asked);
      if (!role) {
        writeError(`There is no role "${asked}"\n`);
        end(2);
        return;
      }
      const address = metricsAddressOf(role.name, {
        METRICS_ADDRESS: flags.metricsAddress ?? environment.METRICS_ADDRESS,
      });
      end(await checkHealth(address, { ready: flags.ready === true, write }));
    });
}

/** The commands about the configuration file. */
function withConfigCommands(
  program: Command,
  { write, writeError }: Shell,
  end: (code: ExitCode) => void,
): void {
  const out = write ?? writeError;
  program
    .command('check-config')
    .description(
      'say what is wrong with a configuration file: ends with 2 if anything is',
    )
    .argument('<file>')
    .option('--json', 'as {"file", "valid", "problems"}')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      end(await checkConfig(file, { json, write: out }));
    });
  program
    .command('config-schema')
    .description('print the JSON Schema of the configuration file')
    .action(() => out(`${JSON.stringify(configFileSchema(), undefined, 2)}\n`));
}

/** Runs the command line; gives the exit code. */
export async function main(
  argv: readonly string[],
  shell: Shell,
): Promise<ExitCode> {
  const outcome: { code: ExitCode } = { code: 0 };
  const program = new Command('model-catalog-bridge')
    .description(
      'Brings the AI models and model servers of OpenShift AI to Developer Hub. Settings are environment variables, see the documentation.',
    )
    .exitOverride()
    .configureOutput({ writeErr: shell.writeError });
  for (const role of ROLES) {
    const command = program.command(role.name).description(role.description);
    withFlags(command).action(async (flags: Flags) => {
      outcome.code = await runRole(role, flags, shell);
    });
  }
  const end = (code: ExitCode) => {
    outcome.code = code;
  };
  withHealthCommand(program, shell, end);
  withConfigCommands(program, shell, end);
  const { write = shell.writeError } = shell;
  withExportCommand(program, { ...shell, write }, end);
  withDiagnoseCommand(program, { ...shell, write }, end);
  withApproveRemovalsCommand(program, { ...shell, write }, end);
  withExplainCommand(program, { ...shell, write }, end);
  withUpgradeReportCommand(program, { ...shell, write }, end);
  withEnrichCommand(program, { ...shell, write }, end);
  withInitCommand(program, { ...shell, write }, end);
  withMaasCommands(program, { ...shell, write }, end);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const isHelp =
      error instanceof Error && 'exitCode' in error && error.exitCode === 0;
    return isHelp ? 0 : 2;
  }
  return outcome.code;
}

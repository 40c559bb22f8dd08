import { Command } from 'commander';
import { checkConfig } from './config/file/checkConfig';
import { configFileSchema } from './config/file/schema';
import { ConfigError, loadConfig } from './config/config';
import { ListenError } from './listen';
import { createLogger, logBug, type Logger } from './log';
import { type RoleInput, startAll } from './roles/all';
import { startLocation } from './roles/location';
import type { Running } from './roles/shell';

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

type Start = (input: RoleInput) => Promise<Running>;

async function runRole(
  start: Start,
  flags: Flags,
  { environment, signal, writeError }: Shell,
): Promise<ExitCode> {
  let logger: Logger | undefined;
  try {
    const config = await loadConfig(environment, {
      CA_FILE: flags.caFile,
      CONFIG_FILE: flags.config,
      INSECURE_SKIP_TLS_VERIFY: flags.insecureSkipTlsVerify?.toString(),
      LOCATION_ADDRESS: flags.address,
      METRICS_ADDRESS: flags.metricsAddress,
      MAX_REMOVAL_SHARE: flags.maxRemovalShare,
    });
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

const ROLES = [
  {
    name: 'all',
    description:
      'read OpenShift AI, keep the store, serve the plugins: everything in one process',
    start: startAll,
  },
  {
    name: 'location',
    description: 'serve the plugins from a store that another process fills',
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
      'where /healthz, /readyz and /metrics are (METRICS_ADDRESS, :8081)',
    )
    .option(
      '--max-removal-share <0..1>',
      'largest share of a source that may vanish in one run (MAX_REMOVAL_SHARE, 0.5)',
    );
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
  for (const { name, description, start } of ROLES) {
    withFlags(program.command(name).description(description)).action(
      async (flags: Flags) => {
        outcome.code = await runRole(start, flags, shell);
      },
    );
  }
  withConfigCommands(program, shell, code => {
    outcome.code = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const isHelp =
      error instanceof Error && 'exitCode' in error && error.exitCode === 0;
    return isHelp ? 0 : 2;
  }
  return outcome.code;
}

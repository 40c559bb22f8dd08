import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { z } from 'zod/v4';
import { readKubeconfig } from '../operator';
import { startThreescaleSimulator, THREESCALE_PORTS } from '../simulator';

/** Where lines go. */
export interface CliOutput {
  out(line: string): void;
  err(line: string): void;
}

const PROCESS_OUTPUT: CliOutput = {
  out: line => process.stdout.write(`${line}\n`),
  err: line => process.stderr.write(`${line}\n`),
};

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535) {
    throw new InvalidArgumentError('A port from 0 to 65535 is expected.');
  }
  return value;
}

const optionsSchema = z.object({
  kubeconfig: z.string().optional(),
  namespace: z.string(),
  fresh: z.boolean().optional(),
  json: z.boolean().optional(),
  portAdmin: z.number(),
  portPortal: z.number(),
  portGateway: z.number(),
  portProducts: z.number(),
});

const interrupted = () =>
  new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });

async function serve(raw: unknown, output: CliOutput): Promise<void> {
  const options = optionsSchema.parse(raw);
  const { kubeconfig, namespace, fresh } = options;
  const simulator = await startThreescaleSimulator({
    namespace,
    fresh,
    ...(kubeconfig ? { kubernetes: readKubeconfig(kubeconfig) } : {}),
    ports: {
      admin: options.portAdmin,
      portal: options.portPortal,
      gateway: options.portGateway,
      products: options.portProducts,
    },
    log: output.err,
  });
  const { admin, portal, gateway } = simulator;
  const places = { admin, portal, gateway };
  output.out(
    options.json
      ? JSON.stringify(places)
      : Object.entries(places)
          .map(([name, url]) => `${name.padEnd(9)}${url}`)
          .join('\n'),
  );
  await interrupted();
  await simulator.stop();
}

function buildProgram(output: CliOutput): Command {
  const program = new Command('threescale-simulator')
    .description('A 3scale on a laptop')
    .exitOverride()
    .configureOutput({
      writeOut: text => output.out(text.trimEnd()),
      writeErr: text => output.err(text.trimEnd()),
    });
  const command = program
    .command('serve')
    .exitOverride()
    .description('run Admin API, portal, gateway and operator stand-in')
    .option('--kubeconfig <file>', 'cluster that it is installed in')
    .option('--namespace <namespace>', 'of its objects', '3scale')
    .option('--fresh', 'a tenant that nobody has set up yet')
    .option('--json', 'print one JSON document');
  for (const name of ['admin', 'portal', 'gateway', 'products'] as const) {
    command.option(
      `--port-${name} <port>`,
      `port (first port) of ${name}; 0: any`,
      port,
      THREESCALE_PORTS[name],
    );
  }
  command.action((options: unknown) => serve(options, output));
  return program;
}

/**
 * Runs the command line. Exit codes: 0 done, 1 failed, 2 wrong usage.
 *
 * @param args - arguments after the program's name
 */
export async function runCli(
  args: readonly string[],
  output: CliOutput = PROCESS_OUTPUT,
): Promise<number> {
  try {
    await buildProgram(output).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

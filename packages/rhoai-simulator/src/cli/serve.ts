import { type Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';
import { z } from 'zod/v4';
import { DEFAULT_PORTS } from '../options';
import { RELEASES } from '../release';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';
import type { CliOutput } from './output';

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535) {
    throw new InvalidArgumentError('A port from 0 to 65535 is expected.');
  }
  return value;
}

const optionsSchema = z.object({
  dir: z.string(),
  world: z.string(),
  release: z.enum(RELEASES),
  readyDelay: z.number(),
  threescale: z.boolean().optional(),
  portKubernetes: z.number(),
  portRegistry: z.number(),
  portCatalog: z.number(),
  portControl: z.number(),
  portModelServers: z.number(),
  json: z.boolean().optional(),
});

/** Adds `serve`: runs a simulator until SIGINT or SIGTERM. */
export function addServe(program: Command, output: CliOutput): void {
  const command = program
    .command('serve')
    .description('run the simulator until it is interrupted')
    .option(
      '--dir <folder>',
      'CA, certificates, kubeconfig',
      '.rhoai-simulator',
    )
    .option('--world <world>', 'demo, empty, or a folder', 'demo')
    .addOption(
      new Option('--release <release>', 'of registry and catalog')
        .choices(RELEASES)
        .default('0.3.8'),
    )
    .option('--threescale', "with the kinds of 3scale's operator")
    .option('--ready-delay <ms>', 'until a deployment is ready', port, 2000);
  for (const [name, value] of [
    ['kubernetes', DEFAULT_PORTS.kubernetes],
    ['registry', DEFAULT_PORTS.registry],
    ['catalog', DEFAULT_PORTS.catalog],
    ['control', DEFAULT_PORTS.control],
    ['model-servers', DEFAULT_PORTS.modelServers],
  ] as const) {
    command.addOption(
      new Option(
        `--port-${name} <port>`,
        `port (first port) of ${name}; 0: any`,
      )
        .argParser(port)
        .default(value),
    );
  }
  command.action(async (_options: unknown, self: Command) => {
    const options = optionsSchema.parse(self.optsWithGlobals());
    const simulator = await startSimulator({
      dir: resolve(options.dir),
      world: options.world,
      release: options.release,
      readyDelayMs: options.readyDelay,
      threescale: options.threescale,
      ports: {
        kubernetes: options.portKubernetes,
        registry: options.portRegistry,
        catalog: options.portCatalog,
        control: options.portControl,
        modelServers: options.portModelServers,
      },
      logger: { info: output.err, warn: output.err },
    });
    output.out(announcement(simulator, options.json ?? false));
    await interrupted();
    await simulator.stop();
  });
}

function announcement(simulator: Simulator, json: boolean): string {
  const places = {
    kubernetes: simulator.kubernetes.url,
    kubeconfig: simulator.kubernetes.kubeconfig,
    registry: simulator.registry.url,
    catalog: simulator.catalog.url,
    control: simulator.control.url,
  };
  return json
    ? JSON.stringify(places)
    : Object.entries(places)
        .map(([name, place]) => `${name.padEnd(11)}${place}`)
        .join('\n');
}

function interrupted(): Promise<void> {
  return new Promise(done => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
}

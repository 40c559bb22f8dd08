import { type Command, InvalidArgumentError } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod/v4';
import { FAULT_MODES } from '../faults/fault';

/** Sends one command to the control API and prints its answer. */
export type Send = (
  name: string,
  input: Readonly<Record<string, unknown>>,
) => Promise<void>;

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('A whole number is expected.');
  }
  return Number(text);
}

function property(
  text: string,
  before: Record<string, string> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  return at < 0
    ? { ...before, [text]: '' }
    : { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Adds the commands that change what is deployed. */
export function addDeployCommands(program: Command, send: Send): void {
  program
    .command('deploy <name>')
    .description('deploy a prepared model server, or one of a registered model')
    .option('--namespace <namespace>', 'namespace of the deployment')
    .option('--model <model>', 'registered model that it serves')
    .option('--version <version>', 'version of the model')
    .option('--auth', 'answer requests with a token only')
    .option('--no-exposed', 'without a route from outside the cluster')
    .option('--state <state>', 'ready, failed, pending or stopped')
    .action((name: string, options: Record<string, unknown>) => {
      const { exposed, ...rest } = options;
      return send('deploy', {
        name,
        ...rest,
        ...(exposed === false ? { exposed } : {}),
      });
    });
  const simple: [string, string][] = [
    ['stop', 'stop a model server; it stays deployed'],
    ['start', 'start a stopped model server'],
    ['delete', 'delete a model server'],
  ];
  for (const [name, description] of simple) {
    program
      .command(`${name} <name>`)
      .description(description)
      .action((server: string) => send(name, { name: server }));
  }
}

/** What asks for a model to be offered through 3scale. */
const PUBLISH = 'maas.rhdh.io/publish';

/** Adds the commands that put the label of Models as a Service on a deployment, and take it off. */
export function addPublishCommands(program: Command, send: Send): void {
  program
    .command('publish <name>')
    .description('ask for a model server to be offered through 3scale')
    .action((name: string) =>
      send('label', { name, labels: { [PUBLISH]: 'true' } }),
    );
  program
    .command('unpublish <name>')
    .description('ask for it no longer')
    .action((name: string) =>
      send('label', { name, labels: { [PUBLISH]: null } }),
    );
}

/** Adds the commands that change registry and catalog. */
export function addRegistryCommands(program: Command, send: Send): void {
  program
    .command('register <model> <version>')
    .description('register a model version (and the model, when it is new)')
    .option('--description <text>', 'what it is')
    .option('--author <author>', 'who made the version')
    .option('--owner <owner>', 'who owns the model, when it is new')
    .option('--uri <uri>', 'where the artifact lies')
    .option(
      '--property <key=value>',
      'custom property of the version, repeatable; without = it is a label',
      property,
    )
    .action(
      (
        model: string,
        version: string,
        { property: properties, ...options }: Record<string, unknown>,
      ) => send('register', { model, version, properties, ...options }),
    );
  for (const name of ['archive', 'unarchive']) {
    program
      .command(`${name} <model> [version]`)
      .description(`${name} a model, or one version of it`)
      .action((model: string, version?: string) =>
        send(name, { model, version }),
      );
  }
  program
    .command('set-card <model>')
    .description('replace the model card of a catalog model')
    .option('--file <file>', 'Markdown file')
    .option('--text <text>', 'the card itself')
    .option('--source <id>', 'catalog source')
    .action((model: string, options: Record<string, unknown>) =>
      send('set-card', cardInput(model, options)),
    );
}

function cardInput(model: string, options: Record<string, unknown>) {
  const text = z.string().optional();
  const parsed = z.object({ file: text, text, source: text }).parse(options);
  if ((parsed.file === undefined) === (parsed.text === undefined)) {
    throw new InvalidArgumentError('Give one of --file and --text.');
  }
  return {
    model,
    source: parsed.source,
    text: parsed.text ?? readFileSync(parsed.file ?? '', 'utf8'),
  };
}

/** Adds the commands that break, heal and watch services. */
export function addFaultCommands(program: Command, send: Send): void {
  program
    .command('break <service> <mode>')
    .description(
      `break kubernetes, registry, catalog or a model server: ${FAULT_MODES.slice(
        1,
      ).join(', ')}`,
    )
    .option('--code <code>', 'status code, for mode status', wholeNumber)
    .option('--body <kind>', 'json, html or text')
    .option('--ms <ms>', 'milliseconds, for mode slow', wholeNumber)
    .option('--cut <how>', 'end or destroy, for mode truncate')
    .option('--variant <variant>', 'nameless or wrong-types, for bad-element')
    .option('--retry-after <seconds>', 'send Retry-After', wholeNumber)
    .option('--path <text>', 'only requests whose path contains this')
    .option('--method <method>', 'only requests of this method')
    .option('--times <count>', 'heal after so many requests', wholeNumber)
    .action((service: string, mode: string, options: Record<string, unknown>) =>
      send('break', { service, fault: { mode, ...options } }),
    );
  program
    .command('heal [service]')
    .description('heal a service, or all')
    .action((service?: string) => send('heal', { service }));
  program
    .command('requests')
    .description('requests and bytes of each service')
    .option('--reset', 'start counting anew')
    .action((options: Record<string, unknown>) => send('requests', options));
  program
    .command('drop-watches')
    .description('break the open watches of the Kubernetes API')
    .option('--how <how>', 'end or destroy')
    .action((options: Record<string, unknown>) =>
      send('drop-watches', options),
    );
  program
    .command('compact')
    .description(
      'forget the history of the Kubernetes API (410 for old watches)',
    )
    .action(() => send('compact', {}));
  program
    .command('list')
    .description('what is deployed, prepared, registered and broken')
    .action(() => send('list', {}));
}

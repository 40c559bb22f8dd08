import type { Command } from 'commander';
import { type EndTool, isUrl, type ToolShell } from '../shell';
import { runSetSpec } from './runSetSpec';

const AFTERWARDS = `
  model-catalog-bridge enrich set-spec --model granite --version 1.0 \\
    --from https://granite-demo.apps.example.com/openapi.json --token-env MODEL_API_KEY

Instead of fetching the definition with curl and pasting it into the dashboard.
The registry is written with the credential of the connector, the model server
is asked with the token that is named for it and no other.

Ends with 0 when it is written (or was so already), with 1 when it cannot be,
with 2 when it is asked in a way that it does not understand.
`;

type Flags = {
  from?: string;
  file?: string;
  tokenFile?: string;
  tokenEnv?: string;
  caFile?: string;
  registry?: string;
  model: string;
  version?: string;
  config?: string;
  dryRun?: boolean;
  json?: boolean;
};

/** The commands that write what the connector shows into OpenShift AI. */
export function withEnrichCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  program
    .command('enrich')
    .description('write metadata into OpenShift AI')
    .command('set-spec')
    .description(
      'read the API definition of a running model server, and set it as the property "API Spec" of its model version',
    )
    .option('--from <url>', 'where the model server has its definition')
    .option('--file <file>', 'a file that has it')
    .option('--token-file <file>', 'what the model server asks for')
    .option('--token-env <variable>', 'a variable that holds it')
    .option(
      '--ca-file <file>',
      'certificates (PEM) to trust at the model server',
    )
    .option('--registry <name>', 'needed where there is more than one')
    .requiredOption('--model <name>', 'the registered model')
    .option(
      '--version <name>',
      'its version; without one the property is set on the model, for all of its versions',
    )
    .option('--config <file>', 'configuration file in YAML (CONFIG_FILE)')
    .option('--dry-run', 'say what would be written')
    .option('--json', 'as {"registry", "model", "version", "written", …}')
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: Flags) => {
      const { from, file } = flags;
      if ((from === undefined) === (file === undefined)) {
        shell.writeError('Either --from or --file is needed\n');
        end(2);
        return;
      }
      if (from !== undefined && !isUrl(from)) {
        shell.writeError(`--from: "${from}" is no http or https URL\n`);
        end(2);
        return;
      }
      end(await runSetSpec({ ...shell, ...flags }));
    });
}

import type { Command } from 'commander';
import type { EndTool, ToolShell } from '../shell';
import { runUpgradeReport } from './runUpgradeReport';

const AFTERWARDS = `
Run it before the images are changed, with the environment of the container
rhoai-normalizer, or anywhere with a kubeconfig. It only reads.

Ends with 0 when nothing is gone, with 1 when something is or could not be read,
with 2 when it is asked in a way that it does not understand.
`;

/** The command that says what becomes of the entities of the connector before. */
export function withUpgradeReportCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  program
    .command('upgrade-report')
    .description(
      'say what each entity of the connector of RHDH 1.8 to 1.10 is called by this one',
    )
    .option(
      '--config-map <file>',
      'what "oc get configmap bac-import-model -o json" printed, where it was saved; else it is read',
    )
    .option('--config <file>', 'configuration file in YAML (CONFIG_FILE)')
    .option('--json', 'as {"counts", "basis", "rows", "gaps"}')
    .addHelpText('after', AFTERWARDS)
    .action(
      async (flags: {
        configMap?: string;
        config?: string;
        json?: boolean;
      }) => {
        end(await runUpgradeReport({ ...shell, ...flags }));
      },
    );
}

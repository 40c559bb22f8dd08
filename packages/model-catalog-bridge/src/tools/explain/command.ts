import type { Command } from 'commander';
import { withId } from '../hubOptions';
import type { EndTool, ToolShell } from '../shell';
import { runExplain } from './runExplain';

const AFTERWARDS = `
  model-catalog-bridge explain component:default/demo-granite
  model-catalog-bridge explain demo-granite --json

Run it with the environment of rhoai-normalizer (or all): it reads the store,
and, where there is no such entity, the cluster and its registries.

Ends with 0 when it is explained, with 1 when there is no such entity (and says
why), with 2 when it is asked in a way that it does not understand.
`;

/** The command that says where each field of an entity came from. */
export function withExplainCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  const command = program
    .command('explain')
    .description(
      'say of each field of an entity which object and key it came from, or why there is no such entity',
    )
    .argument('<entity-ref>', 'kind:namespace/name, or a name alone')
    .option('--json', 'as {"ref", "key", "source", "fields"} or {"reasons"}')
    .option('--config <file>', 'configuration file in YAML (CONFIG_FILE)');
  withId(command)
    .addHelpText('after', AFTERWARDS)
    .action(
      async (
        asked: string,
        flags: { json?: boolean; config?: string; id: string },
      ) => {
        end(await runExplain({ ...shell, ...flags, asked }));
      },
    );
}

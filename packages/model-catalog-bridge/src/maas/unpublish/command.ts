import type { Command } from 'commander';
import { runUnpublish } from '../runMaas';
import type { EndTool, ToolShell } from '../../tools/shell';

const AFTERWARDS = `
  model-catalog-bridge maas unpublish --all
  model-catalog-bridge maas unpublish --all --yes
  model-catalog-bridge maas unpublish llm-hosting/inferenceservice/granite --delete --yes

Hides the plans of the products, so that nobody new can subscribe and keys go on
working; --delete ends the keys, too. Only what the publisher made is touched.
While the publisher runs and a label asks for it, an offering is made anew: take
the labels away, or stop the publisher, before.

Ends with 0 when it is shown or done, with 1 when not all of it could be, with 2
when it is asked in a way that it does not understand.
`;

type Flags = {
  all?: boolean;
  yes?: boolean;
  delete?: boolean;
  targetNamespace?: string;
  json?: boolean;
};

/** The command that ends offerings. */
export function withUnpublishCommand(
  maas: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  maas
    .command('unpublish')
    .description(
      'hide or delete the offerings of model servers, whatever their labels say',
    )
    .argument(
      '[servers...]',
      'as in the annotation maas.rhdh.io/model-server, e.g. llm-hosting/inferenceservice/granite',
    )
    .option('--all', 'all that the publisher made')
    .option('--yes', 'do it; without it the plan is shown')
    .option('--delete', 'delete instead of hiding: keys of users end')
    .option(
      '--target-namespace <name>',
      'of the 3scale objects (MAAS_TARGET_NAMESPACE, 3scale)',
    )
    .option(
      '--json',
      'as {"steps", "unknown"} or {"done", "failed", "unknown"}',
    )
    .addHelpText('after', AFTERWARDS)
    .action(async (servers: string[], flags: Flags) => {
      if (servers.length > 0 === (flags.all === true)) {
        shell.writeError('Either names of servers or --all is needed\n');
        end(2);
        return;
      }
      const named = flags.all ? undefined : servers;
      end(await runUnpublish({ ...shell, ...flags, servers: named }));
    });
}

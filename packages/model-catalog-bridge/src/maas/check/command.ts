import type { Command } from 'commander';
import { runCheck } from '../runMaas';
import type { EndTool, ToolShell } from '../../tools/shell';
import {
  problemIn,
  type TenantFlags,
  withTenantFlags,
} from '../setupTenant/flags';

const AFTERWARDS = `
  model-catalog-bridge maas check
  model-catalog-bridge maas check --login --no-cluster \\
    --url https://maas-admin.apps.example.com --token-file token

It only reads, so a token with read permission suffices.

Ends with 0 when all is as it should be, with 1 when something is missing or in
the way, with 2 when it is asked in a way that it does not understand.
`;

/** The command that looks at 3scale before and after its set-up. */
export function withCheckCommand(
  maas: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  withTenantFlags(
    maas
      .command('check')
      .description(
        'look at what Models as a Service needs of the cluster and of a tenant of 3scale, and say what is missing',
      ),
  )
    .option(
      '--login',
      'also walk the login of the portal to the form of the SSO',
    )
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: TenantFlags & { login?: boolean }) => {
      const problem = problemIn(flags);
      if (problem !== undefined) {
        shell.writeError(`${problem}\n`);
        end(2);
        return;
      }
      end(await runCheck({ ...shell, flags, login: flags.login }));
    });
}

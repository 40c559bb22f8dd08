import type { Command } from 'commander';
import { runSetupTenant } from '../runMaas';
import type { EndTool, ToolShell } from '../../tools/shell';
import { problemIn, type TenantFlags, withTenantFlags } from './flags';

const AFTERWARDS = `
  model-catalog-bridge maas setup-tenant --plan
  model-catalog-bridge maas setup-tenant --wait 20m \\
    --sso-realm https://sso.apps.example.com/realms/maas --sso-secret sso/maas-client:client-secret
  model-catalog-bridge maas setup-tenant --no-cluster \\
    --url https://maas-admin.apps.example.com --token-file token

It prints what there is and what it will do, and does it; what is there already
is not written again, so it may be run as often as wanted. The token needs the
scopes Account Management and Developer Portal API, with read and write
permission; it travels in no URL.

Ends with 0 when nothing is left but what only people can do, with 1 when
something is in the way or failed, with 2 when it is asked in a way that it
does not understand.
`;

/** The command that makes a tenant of 3scale what models need. */
export function withSetupTenantCommand(
  maas: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  withTenantFlags(
    maas
      .command('setup-tenant')
      .description(
        'set up a tenant of 3scale: portal, login, service plans, subscriptions, without the sample; repeat it whenever there are new models',
      ),
  )
    .option('--plan', 'say what would be done, and change nothing')
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: TenantFlags & { plan?: boolean }) => {
      const problem = problemIn(flags);
      if (problem !== undefined) {
        shell.writeError(`${problem}\n`);
        end(2);
        return;
      }
      end(await runSetupTenant({ ...shell, flags, plan: flags.plan }));
    });
}

import { mayCarryToken } from '@model-catalog/node';
import type { Command } from 'commander';
import { type EndTool, given, isUrl, type ToolShell } from '../shell';
import { runApproveRemovals } from './runApproveRemovals';

const AFTERWARDS = `
When more than MAX_REMOVAL_SHARE of a source (and at least five objects) are
gone at once, they are kept until somebody approves their removal. Run it in the
container that writes:

  oc exec deployment/<your RHDH deployment> -c rhoai-normalizer -- model-catalog-bridge approve-removals

A hub without sidecars is asked by the address of its entry, with a token of its
backend.auth.externalAccess:

  model-catalog-bridge approve-removals --url https://<hub>/api/model-catalog/<id> --token-file <file>

An approval counts once, and for the objects that are listed.

Ends with 0 when it listed or approved, with 1 when it could not, with 2 when it
is asked in a way that it does not understand.
`;

/** The command that lists and approves removals that the guard refused. */
export function withApproveRemovalsCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  program
    .command('approve-removals')
    .description(
      'list the objects that are gone and kept because they are too many, or let those of one source go',
    )
    .argument('[source]', 'id of the source, e.g. kserve')
    .option('--yes', 'approve; without it they are only listed')
    .option('--json', 'as {"refused"} or {"source", "approved", "removed"}')
    .option(
      '--url <url>',
      'metrics address of the process that writes (METRICS_ADDRESS, http://127.0.0.1:8081)',
    )
    .option(
      '--token-file <file>',
      'with a token for a hub without sidecars; else the write credential of the environment is shown',
    )
    .addHelpText('after', AFTERWARDS)
    .action(
      async (
        source: string | undefined,
        flags: {
          yes?: boolean;
          json?: boolean;
          url?: string;
          tokenFile?: string;
        },
      ) => {
        const url = given(flags.url)?.replace(/\/+$/, '');
        if (url !== undefined && !isUrl(url)) {
          shell.writeError(`--url: "${url}" is no http or https URL\n`);
          end(2);
          return;
        }
        if (url !== undefined && !mayCarryToken(url)) {
          shell.writeError(
            '--url: a credential is sent there, which needs https or an address of this machine (127.0.0.1)\n',
          );
          end(2);
          return;
        }
        if (flags.yes && source === undefined) {
          shell.writeError('--yes needs the id of a source\n');
          end(2);
          return;
        }
        const tokenFile = given(flags.tokenFile);
        const asked = { ...flags, url, tokenFile, source };
        end(await runApproveRemovals({ ...shell, ...asked }));
      },
    );
}

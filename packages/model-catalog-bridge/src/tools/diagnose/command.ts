import type { Command } from 'commander';
import {
  type HubFlags,
  type LocationFlags,
  tokenFileOf,
  withHub,
  withLocation,
} from '../hubOptions';
import { type EndTool, given, isUrl, type ToolShell } from '../shell';
import { runDiagnose } from './runDiagnose';

type Flags = LocationFlags &
  HubFlags & {
    caFile?: string;
    config?: string;
    appConfig: string[];
    hub?: string;
    json?: boolean;
    env?: boolean;
    bundle?: string;
  };

const AFTERWARDS = `
Run it where the connector runs, with its environment:

  oc exec deployment/<your RHDH deployment> -c rhoai-normalizer -- model-catalog-bridge diagnose

or anywhere with a kubeconfig. It only reads.

Ends with 0 when nothing fails (there may be warnings), with 1 when something
does, with 2 when it is asked in a way that it does not understand.
`;

/** The command that looks at everything the connector needs. */
export function withDiagnoseCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  const command = program
    .command('diagnose')
    .description(
      'look at everything that the connector needs, and say what is wrong and what to do',
    );
  withLocation(command)
    .option(
      '--ca-file <file>',
      'certificates (PEM) to trust besides the others (CA_FILE)',
    )
    .option('--config <file>', 'configuration file in YAML (CONFIG_FILE)')
    .option(
      '--app-config <file...>',
      'app-config of the hub: its provider, and how it builds TechDocs',
      [],
    )
    .option('--hub <url>', 'the hub, for what its page shows of TechDocs');
  withHub(command)
    .option('--json', 'as {"counts", "findings"}')
    .option(
      '--env',
      'print the export lines of the documented curl commands instead; never a token',
    )
    .option(
      '--bundle <file>',
      'write findings, settings and configuration for support, without secrets; compressed when it ends with .gz',
    )
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: Flags) => {
      const { environment, writeError } = shell;
      const url = given(flags.url);
      const hub = given(flags.hub);
      for (const [name, value] of [
        ['--url', url],
        ['--hub', hub],
      ] as const) {
        if (value !== undefined && !isUrl(value)) {
          writeError(`${name}: "${value}" is no http or https URL\n`);
          end(2);
          return;
        }
      }
      const tokenFile = tokenFileOf(flags, environment);
      const { entityShape: shape } = flags;
      end(
        await runDiagnose({ ...shell, ...flags, url, hub, tokenFile, shape }),
      );
    });
}

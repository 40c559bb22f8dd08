import { type Command, Option } from 'commander';
import type { Shape, ShownUrls } from '../export/plugins';
import { given, type ToolShell } from './shell';

/** Where the location service is, and what it asks for. */
export type LocationFlags = { url?: string; tokenFile?: string };

/** What a hub is configured with, as far as it decides what becomes of a record. */
export type HubFlags = { id: string; urls: ShownUrls; entityShape: Shape };

/** Adds the options of {@link LocationFlags}. */
export const withLocation = (command: Command): Command =>
  command
    .option(
      '--url <url>',
      'the location service (BRIDGE_URL, http://localhost:9090)',
    )
    .option(
      '--token-file <file>',
      'what the location service asks for, where it does (LOCATION_TOKEN_FILE; LOCATION_TOKEN)',
    );

/** The file with the token, by option or environment. */
export const tokenFileOf = (
  { tokenFile }: LocationFlags,
  { LOCATION_TOKEN_FILE }: ToolShell['environment'],
): string | undefined => given(tokenFile) ?? given(LOCATION_TOKEN_FILE);

/** Adds `--id`. */
export const withId = (command: Command): Command =>
  command.option(
    '--id <id>',
    'id of the entry under catalog.providers.modelCatalog',
    'development',
  );

/** Adds the options of {@link HubFlags}. */
export const withHub = (command: Command): Command =>
  withId(command)
    .addOption(
      new Option('--urls <which>', 'which URLs of model servers the hub shows')
        .choices(['all', 'external', 'none'])
        .default('all'),
    )
    .addOption(
      new Option(
        '--entity-shape <shape>',
        'how model servers are shown, as the setting entityShape of the hub says it',
      )
        .choices(['classic', 'ai-model-server'])
        .default('classic'),
    );

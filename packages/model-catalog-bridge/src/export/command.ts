import type { Command } from 'commander';
import { runExport } from '../roles/export';
import {
  type HubFlags,
  type LocationFlags,
  tokenFileOf,
  withHub,
  withLocation,
} from '../tools/hubOptions';
import { type EndTool, given, isUrl, type ToolShell } from '../tools/shell';

type Flags = LocationFlags &
  HubFlags & {
    caFile?: string;
    cards?: string;
    prune?: boolean;
    entities?: string;
  };

const AFTERWARDS = `
Without --cards and --entities the entities are printed.

A pipeline for the cards, with a TechDocs builder of its own:

  model-catalog-bridge export --cards cards --prune
  while read -r entity; do
    techdocs-cli generate --no-docker --source-dir "cards/$entity" --output-dir "site/$entity"
    techdocs-cli publish --publisher-type awsS3 --storage-name BUCKET --entity "$entity" --directory "site/$entity"
  done < cards/changed.txt

Ends with 0 when all of it was written, with 1 when the location service cannot
be read or something is left out, with 2 when it cannot start as asked.
`;

/** The command that writes what a hub would make of a location service. */
export function withExportCommand(
  program: Command,
  { environment, signal, write, writeError }: ToolShell,
  end: EndTool,
): void {
  const command = program
    .command('export')
    .description(
      'write the TechDocs sources of model cards, or the entities, as a hub would get them from the location service',
    );
  withLocation(command)
    .option(
      '--ca-file <file>',
      'certificates (PEM) to trust besides the others',
    )
    .option(
      '--cards <dir>',
      'write DIR/default/<kind>/<name>/{mkdocs.yml,docs/index.md} of each entity with a card, entities.txt and changed.txt',
    )
    .option(
      '--prune',
      'remove from DIR what an earlier export wrote and is gone, if all of the sources could be read',
    )
    .option('--entities <file>', 'write the entities as YAML; - prints them');
  withHub(command)
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: Flags) => {
      const url =
        given(flags.url) ??
        given(environment.BRIDGE_URL) ??
        'http://localhost:9090';
      if (!isUrl(url)) {
        writeError(`--url: "${url}" is no http or https URL\n`);
        end(2);
        return;
      }
      const token = given(environment.LOCATION_TOKEN);
      const tokenFile = tokenFileOf(flags, environment);
      end(
        await runExport({
          ...flags,
          ...{ url, token, tokenFile, signal, write, writeError },
        }),
      );
    });
}

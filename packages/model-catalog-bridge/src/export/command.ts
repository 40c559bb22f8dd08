import { type Command, Option } from 'commander';
import { runExport } from '../roles/export';
import { type EndTool, given, isUrl, type ToolShell } from '../tools/shell';

type Flags = {
  url?: string;
  tokenFile?: string;
  caFile?: string;
  cards?: string;
  prune?: boolean;
  entities?: string;
  id: string;
  urls: 'all' | 'external' | 'none';
  entityShape: 'classic' | 'ai-model-server';
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
  program
    .command('export')
    .description(
      'write the TechDocs sources of model cards, or the entities, as a hub would get them from the location service',
    )
    .option(
      '--url <url>',
      'the location service (BRIDGE_URL, http://localhost:9090)',
    )
    .option(
      '--token-file <file>',
      'what the location service asks for, where it does (LOCATION_TOKEN_FILE; LOCATION_TOKEN)',
    )
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
    .option('--entities <file>', 'write the entities as YAML; - prints them')
    .option(
      '--id <id>',
      'id of the entry under catalog.providers.modelCatalog',
      'development',
    )
    .addOption(
      new Option('--urls <which>', 'which URLs of model servers are shown')
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
    )
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
      const tokenFile =
        given(flags.tokenFile) ?? given(environment.LOCATION_TOKEN_FILE);
      end(
        await runExport({
          ...flags,
          ...{ url, token, tokenFile, signal, write, writeError },
        }),
      );
    });
}

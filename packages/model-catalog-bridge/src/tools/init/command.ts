import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { type EndTool, given, type ToolShell } from '../shell';
import { type Answers, HUBS, NAMES, RIGHTS, VARIANTS } from './answers';
import type { Ask } from './interview';
import { runInit } from './runInit';

type Flags = Partial<Answers> & {
  output: string;
  yes?: boolean;
  json?: boolean;
};

const AFTERWARDS = `
It looks at the cluster of your kubeconfig, says what it found and what it
assumed, and asks the rest where there is somebody to ask; it changes nothing
in the cluster. What it writes is for oc apply -f, and for kustomize build.

  model-catalog-bridge init --variant one --image registry.example.com/ai/model-catalog-bridge:0.1.0 --output manifests

Ends with 0 when the files are written, with 1 when they are not, with 2 when it
is asked in a way that it does not understand.
`;

const choice = (flags: string, text: string, choices: readonly string[]) =>
  new Option(flags, text).choices(choices);

const OPTIONS: readonly Option[] = [
  choice(
    '--variant <variant>',
    'which containers run: the three documented ones, one, none, or a separate Deployment',
    VARIANTS,
  ),
  choice('--hub <kind>', 'what runs Developer Hub', HUBS),
  new Option('--namespace <namespace>', 'where it runs'),
  new Option(
    '--hub-namespace <namespace>',
    'namespace of Developer Hub, which may reach a separate Deployment',
  ),
  new Option('--backstage <name>', 'name of the Backstage of the operator'),
  choice('--names <names>', 'OpenShift AI or Open Data Hub', NAMES),
  new Option('--registry <namespace>', 'namespace of the model registries'),
  new Option('--registry-role <role>', 'Role of the readers of the registry'),
  choice(
    '--rights <rights>',
    'the documented ones, or the least that each feature needs',
    RIGHTS,
  ),
  new Option('--image <image>', 'image of the bridge, with its tag'),
  new Option('--plugins-image <image>', 'image of the plugins, with its tag'),
  new Option('--host <host>', 'host of a separate Deployment'),
];

/** Only what was given; the rest is looked for. */
function answersIn(flags: Flags): Partial<Answers> {
  const { output: _, yes: __, json: ___, ...answers } = flags;
  return Object.fromEntries(
    Object.entries(answers).filter(([, value]) => given(value) !== undefined),
  );
}

/** A person at a terminal, asked on stderr, as stdout is for results. */
function terminal(): { ask?: Ask; close(): void } {
  if (!process.stdin.isTTY) {
    return { close: () => {} };
  }
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
  });
  return {
    ask: question => lines.question(question),
    close: () => lines.close(),
  };
}

/** The command that writes the manifests for a cluster. */
export function withInitCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  const command = program
    .command('init')
    .description(
      'write the manifests for this cluster: it looks, asks, and says what it assumed',
    );
  for (const option of OPTIONS) {
    command.addOption(option);
  }
  command
    .option('--output <dir>', 'folder to write to', 'model-catalog')
    .option('--yes', 'ask nothing, and replace files that are there')
    .option('--json', 'as {"answers", "origins", "notes", "files", "steps"}')
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: Flags) => {
      const { output, yes, json } = flags;
      const { ask, close } =
        yes || json ? { ask: undefined, close: () => {} } : terminal();
      try {
        end(
          await runInit({
            ...shell,
            ...{ flags: answersIn(flags), output, yes, json, ask },
          }),
        );
      } finally {
        close();
      }
    });
}

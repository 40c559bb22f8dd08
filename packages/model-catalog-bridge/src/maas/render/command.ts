import type { Command } from 'commander';
import { runRender } from '../runMaas';
import type { EndTool, ToolShell } from '../../tools/shell';

const AFTERWARDS = `
  model-catalog-bridge maas render models/ --settings maas.yaml --output 3scale/
  oc get inferenceservice,servingruntime,service -n llm-hosting -o yaml \\
    | model-catalog-bridge maas render - --settings maas.yaml | oc diff -f -
  model-catalog-bridge maas render --cluster --namespace llm-hosting

Only what has the label maas.rhdh.io/publish: "true" is rendered. The settings
are those of the publisher: targetNamespace, authProfile, plans, corsOrigins,
wildcardDomain, tenantName, providerAccount, modelTokenSecret, clusterDomain.
Names that Products in the output folder (or, with --cluster, in the target
namespace) have already are kept. What is no longer rendered stays in the
folder: deleting a Product ends the keys of its users.

Ends with 0 when all of it is rendered, with 1 when a model cannot be published
as it asks or something cannot be read, with 2 when it is asked in a way that it
does not understand.
`;

type Flags = {
  cluster?: boolean;
  namespace?: string[];
  settings?: string;
  output?: string;
  promote: boolean;
  json?: boolean;
};

const collect = (value: string, before: string[] = []) => [...before, value];

/** The command that writes what the publisher would apply, for GitOps. */
export function withRenderCommand(
  maas: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  maas
    .command('render')
    .description(
      'write the 3scale objects of model servers that ask for it by their label, without applying them',
    )
    .argument(
      '[files...]',
      'manifests of InferenceServices, LLMInferenceServices, ServingRuntimes and Services in YAML or JSON: files, folders, or - for the standard input',
    )
    .option('--cluster', 'read the cluster (KUBECONFIG) instead of files')
    .option(
      '--namespace <name>',
      'with --cluster: only this namespace; may be repeated',
      collect,
    )
    .option('--settings <file>', 'settings of the publisher, in YAML')
    .option(
      '--output <dir>',
      'write DIR/<name>.yaml for each model instead of printing',
    )
    .option('--no-promote', 'leave out the promotion to the gateway')
    .option('--json', 'as {"offerings", "issues"}')
    .addHelpText('after', AFTERWARDS)
    .action(async (files: string[], flags: Flags) => {
      if (files.length > 0 === (flags.cluster === true)) {
        shell.writeError('Either files or --cluster is needed\n');
        end(2);
        return;
      }
      end(await runRender({ ...shell, ...flags, files }));
    });
}

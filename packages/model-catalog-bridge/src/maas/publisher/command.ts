import type { Command } from 'commander';
import type { EndTool, ToolShell } from '../../tools/shell';
import { runPublisher } from './runPublisher';

const AFTERWARDS = `
Only InferenceServices and LLMInferenceServices with the label
maas.rhdh.io/publish: "true" in the namespaces named here are published. What is
no longer asked for is hidden: nobody new can subscribe, and keys go on working.

  model-catalog-bridge maas-publisher --namespaces llm-hosting --dry-run

--annotate writes the state on the model server, too. KServe hands annotations
on to its pods, so each change may start them anew: leave it off for models that
take long to load.
`;

type Flags = {
  annotate?: boolean;
  authProfile?: string;
  corsOrigins?: string;
  deletionPolicy?: string;
  dryRun?: boolean;
  gracePeriod?: string;
  json?: boolean;
  maxRemovalShare?: string;
  metricsAddress?: string;
  namespaces?: string;
  settings?: string;
  targetNamespace?: string;
  tenantName?: string;
  wildcardDomain?: string;
};

const settingsOf = (flags: Flags) => ({
  MAAS_ANNOTATE: flags.annotate?.toString(),
  MAAS_AUTH_PROFILE: flags.authProfile,
  MAAS_CORS_ORIGINS: flags.corsOrigins,
  MAAS_DELETION_POLICY: flags.deletionPolicy,
  MAAS_GRACE_PERIOD: flags.gracePeriod,
  MAAS_NAMESPACES: flags.namespaces,
  MAAS_SETTINGS_FILE: flags.settings,
  MAAS_TARGET_NAMESPACE: flags.targetNamespace,
  MAAS_TENANT_NAME: flags.tenantName,
  MAAS_WILDCARD_DOMAIN: flags.wildcardDomain,
  MAX_REMOVAL_SHARE: flags.maxRemovalShare,
  METRICS_ADDRESS: flags.metricsAddress,
});

function withFlags(command: Command): Command {
  return command
    .option(
      '--namespaces <names>',
      'where labels count, separated by commas (MAAS_NAMESPACES); needed',
    )
    .option(
      '--target-namespace <name>',
      'of the 3scale objects (MAAS_TARGET_NAMESPACE, 3scale)',
    )
    .option(
      '--settings <file>',
      'settings in YAML, with the plans; a ConfigMap is mounted there (MAAS_SETTINGS_FILE)',
    )
    .option(
      '--deletion-policy <policy>',
      'retain-but-hide or delete (MAAS_DELETION_POLICY, retain-but-hide)',
    )
    .option(
      '--grace-period <duration>',
      'how long a model server must be gone (MAAS_GRACE_PERIOD, 5m)',
    )
    .option(
      '--max-removal-share <0..1>',
      'largest share of model servers that may be gone at once (MAX_REMOVAL_SHARE, 0.5)',
    )
    .option(
      '--auth-profile <name>',
      'bearer or header-remove-bearer (MAAS_AUTH_PROFILE, bearer)',
    )
    .option(
      '--wildcard-domain <domain>',
      'of the gateway, e.g. apps.example.com (MAAS_WILDCARD_DOMAIN)',
    )
    .option('--tenant-name <name>', 'of the 3scale tenant (MAAS_TENANT_NAME)')
    .option(
      '--cors-origins <origins>',
      'from which browsers may call, separated by commas (MAAS_CORS_ORIGINS)',
    )
    .option(
      '--annotate',
      'write the state on the model server, too (MAAS_ANNOTATE)',
    )
    .option(
      '--metrics-address <host:port>',
      'where /healthz, /readyz and /metrics are (METRICS_ADDRESS, :8084)',
    );
}

/** The role that publishes models. */
export function withPublisherCommand(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  withFlags(
    program
      .command('maas-publisher')
      .description(
        'offer model servers through 3scale as their label asks, and keep it so',
      ),
  )
    .option('--dry-run', 'show what would be written, and end')
    .option('--json', 'with --dry-run: as {"writes", "failures", "offerings"}')
    .addHelpText('after', AFTERWARDS)
    .action(async (flags: Flags) => {
      const { dryRun, json } = flags;
      const settings = settingsOf(flags);
      end(await runPublisher({ ...shell, settings, dryRun, json }));
    });
}

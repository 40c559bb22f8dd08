// npm start: an OpenShift AI (simulated), the bridge and a Backstage, from nothing to a page.
import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { Failure, main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { existingFile } from './lib/kubeconfig.mjs';
import { maasLines } from './lib/maas.mjs';
import { ensureMkdocs } from './lib/mkdocs.mjs';
import { readOptions } from './lib/options.mjs';
import {
  OWN_CLUSTER_OPTIONS,
  ownCluster,
  requireKubeconfig,
} from './lib/ownCluster.mjs';
import { shown, stateDir } from './lib/paths.mjs';
import {
  MAAS_PORTS,
  OWN_CLUSTER_PORTS,
  PORTS,
  wantedPorts,
} from './lib/ports.mjs';
import { say } from './lib/progress.mjs';
import { stopRunning } from './lib/run.mjs';
import { stopRequested } from './lib/signals.mjs';
import { lookAtCluster, startStack } from './lib/stack.mjs';

const portLines = Object.values(PORTS)
  .map(
    ({ variable, port, use, onlyMaas }) =>
      `  ${variable.padEnd(24)} ${use} (${port}${
        onlyMaas ? ', with --maas' : ''
      })`,
  )
  .join('\n');

const HELP = `npm start [-- --no-open] [--maas]
npm start -- --kubeconfig FILE [--context NAME] [--registry URL] [--catalog URL] [--config FILE] [--summary]

Installs and builds what is needed, starts a simulated OpenShift AI, the bridge
and Backstage, and prints the address of the page. Ctrl-C stops all of it.

  --no-open          do not open a browser
  --maas             also a simulated 3scale and the publisher: models that a
                     label offers, a portal to subscribe, a gateway to call
  --help             this text

Your own cluster instead of the simulated one. It is only read: everything that
is found is kept in memory, and nothing is installed or written there. What may
not be read is named, with the right that is missing.

  --kubeconfig FILE  your way into the cluster, as kubectl and oc take it
  --context NAME     of the kubeconfig (its current one)
  --registry URL     a model registry, name=URL to name it, several by commas
                     (those that OpenShift AI's operator made are found)
  --catalog URL      the model catalog (found, too)
  --config FILE      the bridge's configuration file: namespaces, owners, ...
  --summary          say what was found and end, without Backstage

Environment:
${portLines}
  KFMR_TOKEN               token for registries and catalog (the kubeconfig's)
  LOG_LEVEL                of bridge and Backstage (info); logs are in .model-catalog/logs
  MODEL_CATALOG_CACHE      where the Python environment is kept (.model-catalog)
`;

function openBrowser(url) {
  const opener = { darwin: 'open', linux: 'xdg-open' }[process.platform];
  if (!opener || process.env.CI || !process.stdout.isTTY) return;
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function tell({ url, found, hasMkdocs, offered }, own) {
  say(
    `${found.servers} model servers and ${found.models} models are in the catalog`,
  );
  process.stdout.write(`
  Open ${url}
${offered ? maasLines(offered) : ''}
${own ? '' : '  Try it live:  npm run demo -- --help\n'}  Logs:         ${shown(
    stateDir,
  )}/logs${hasMkdocs ? '' : '\n  Model cards:  not rendered, see above'}
  Stop:         Ctrl-C

`);
}

async function prepare({ withPage }) {
  const mkdocs = withPage ? ensureMkdocs() : undefined;
  await ensureInstalled();
  await mkdocs;
}

const FLAGS = ['--no-open', '--summary', '--maas'];

/** What is wrong with it is said before anything long begins. */
function checkOptions(values, rest) {
  const unknown = rest.filter(arg => !FLAGS.includes(arg));
  if (unknown.length > 0)
    throw new Failure(`There is no option ${unknown.join(', ')}.\n\n${HELP}`);
  requireKubeconfig(values);
  if (rest.includes('--summary') && !values.kubeconfig)
    throw new Failure(
      '--summary is of your own cluster: give its --kubeconfig.',
    );
  if (rest.includes('--maas') && values.kubeconfig)
    throw new Failure(
      '--maas is of the simulated cluster: leave --kubeconfig.',
    );
  for (const option of ['kubeconfig', 'config']) {
    if (values[option]) existingFile(values[option], `--${option}`);
  }
}

async function serve(stack, { own, open, stopped }) {
  try {
    const up = await Promise.race([stack.ready, stopped]);
    if (!up.url) return;
    tell(up, own);
    if (open) openBrowser(up.url);
    await Promise.race([stack.failed, stopped]);
  } finally {
    say('Stopping');
    await stack.stop();
  }
}

function portsOf({ own, maas }) {
  if (own) return OWN_CLUSTER_PORTS;
  return maas ? MAAS_PORTS : undefined;
}

async function run(args, stopped) {
  const { values, rest } = readOptions(args, OWN_CLUSTER_OPTIONS);
  checkOptions(values, rest);
  const withPage = !rest.includes('--summary');
  const maas = rest.includes('--maas');
  const ports = await wantedPorts(portsOf({ own: values.kubeconfig, maas }));
  if (await Promise.race([prepare({ withPage }), stopped])) return;
  const own = ownCluster(values, stateDir);
  const options = { ports, dir: stateDir, own, maas };
  if (withPage) {
    const open = !rest.includes('--no-open');
    await serve(startStack(options), { own, open, stopped });
  } else {
    await Promise.race([lookAtCluster(options), stopped]);
  }
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  say(`Starting with Node ${process.versions.node}`);
  try {
    await run(args, stopRequested());
  } finally {
    stopRunning();
  }
  return 0;
});

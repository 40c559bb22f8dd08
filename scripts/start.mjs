// npm start: an OpenShift AI (simulated), the bridge and a Backstage, from nothing to a page.
import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { main } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureMkdocs } from './lib/mkdocs.mjs';
import { shown, stateDir } from './lib/paths.mjs';
import { PORTS, wantedPorts } from './lib/ports.mjs';
import { say } from './lib/progress.mjs';
import { stopRunning } from './lib/run.mjs';
import { stopRequested } from './lib/signals.mjs';
import { startStack } from './lib/stack.mjs';

const portLines = Object.values(PORTS)
  .map(({ variable, port, use }) => `  ${variable.padEnd(16)} ${use} (${port})`)
  .join('\n');

const HELP = `npm start [-- --no-open]

Installs and builds what is needed, starts a simulated OpenShift AI, the bridge
and Backstage, and prints the address of the page. Ctrl-C stops all of it.

  --no-open        do not open a browser
  --help           this text

Environment:
${portLines}
  LOG_LEVEL        of bridge and Backstage (info); logs are in .model-catalog/logs
  MODEL_CATALOG_CACHE  where the Python environment is kept (.model-catalog)
`;

function openBrowser(url) {
  const opener = { darwin: 'open', linux: 'xdg-open' }[process.platform];
  if (!opener || process.env.CI || !process.stdout.isTTY) return;
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function tell({ url, found, hasMkdocs }) {
  say(
    `${found.servers} model servers and ${found.models} models are in the catalog`,
  );
  process.stdout.write(`
  Open ${url}

  Try it live:  npm run demo -- --help
  Logs:         ${shown(stateDir)}/logs${
    hasMkdocs ? '' : '\n  Model cards:  not rendered, see above'
  }
  Stop:         Ctrl-C

`);
}

async function prepare() {
  const mkdocs = ensureMkdocs();
  await ensureInstalled();
  await mkdocs;
}

async function serve(args, stopped) {
  const ports = await wantedPorts();
  if (await Promise.race([prepare(), stopped])) return;
  const stack = startStack({ ports, dir: stateDir });
  try {
    const up = await Promise.race([stack.ready, stopped]);
    if (!up.url) return;
    tell(up);
    if (!args.includes('--no-open')) openBrowser(up.url);
    await Promise.race([stack.failed, stopped]);
  } finally {
    say('Stopping');
    await stack.stop();
  }
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  say(`Starting with Node ${process.versions.node}`);
  try {
    await serve(args, stopRequested());
  } finally {
    stopRunning();
  }
  return 0;
});

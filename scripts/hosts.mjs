// npm run hosts: results on standard output, progress on standard error.
import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { buildBundles } from './lib/build.mjs';
import { main } from './lib/failure.mjs';
import { buildHosts } from './lib/hostsBundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureMkdocs } from './lib/mkdocs.mjs';
import { inRoot, logFile, root } from './lib/paths.mjs';
import { during } from './lib/progress.mjs';
import { must, run } from './lib/run.mjs';
import { hashOf, isDone, markDone } from './lib/stamp.mjs';

const IMAGES = '.model-catalog/hosts-images';
const IMAGE = inRoot(IMAGES, 'model-catalog-plugins');

/** The image with all plugins, made by the command that makes it for release, unless it is of exactly these sources. */
async function ensureImage() {
  const sources = ['packages', 'plugins', 'image', 'scripts/lib/images'];
  const input = hashOf(...sources, 'yarn.lock');
  if (isDone('hosts-images', input) && existsSync(IMAGE)) return;
  await during('Packing the plugins (one to three minutes)', () =>
    must(
      'Packing the plugins',
      [process.execPath, inRoot('scripts/image-plugins.mjs'), '--out', IMAGES],
      { log: logFile('hosts-images') },
    ),
  );
  markDone('hosts-images', input);
}

main(async args => {
  await ensureInstalled();
  const bundle = await buildHosts();
  const command = [process.execPath, '--enable-source-maps', bundle, ...args];
  if (args.includes('--help')) return run(command);
  await buildBundles();
  const isGiven = args.some(arg => arg.startsWith('--plugins'));
  if (!isGiven) await ensureImage();
  const mkdocs = await ensureMkdocs();
  return run(command, {
    env: {
      HOSTS_ROOT: root,
      HOSTS_PLUGINS: IMAGE,
      ...(mkdocs ? { HOSTS_MKDOCS_PATH: mkdocs } : {}),
    },
  });
});

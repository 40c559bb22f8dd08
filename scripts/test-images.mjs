// npm run test:images: the images, from the sources to a hub and a pod that run them.
import './lib/node-version.mjs';
import { join } from 'node:path';
import { main } from './lib/failure.mjs';
import { buildBundles } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, inRoot, stateDir } from './lib/paths.mjs';
import { must } from './lib/run.mjs';
import { jest, runSteps } from './lib/steps.mjs';
import { onePassed } from './lib/results.mjs';

const HELP = `npm run test:images [-- jest arguments]

Makes the plugin images twice, from nothing each time, packs the packages for npm
and loads them, pushes the images to a registry on this machine, installs them from there as Developer Hub's installers do (with
skopeo if there is one, or SKOPEO names it), loads them with Developer Hub's
loader, and looks at what comes of it. Makes the images of the bridge, and starts
them from their unpacked file systems, as any user. Takes about three minutes.
`;

const SOURCE = 'https://git.example.com/model-catalog';

// Twice what it took on a machine with seven times the work that it has cores for.
const MAKING_SECONDS = 20 * 60;

const BRIDGE = join(stateDir, 'images', 'bridge');
const CONTEXT = join(stateDir, 'images', 'bridge-context');
const FOLDERS = ['first', 'second'].map(name => join(stateDir, 'images', name));

/** Makes the images in a process of its own, as whoever publishes them does. */
const makeStep = (name, script, options) => ({
  name,
  async run() {
    const file = inRoot(`scripts/image-${script}.mjs`);
    const command = [process.execPath, file, ...options, '--source', SOURCE];
    await must(name, command, {
      seconds: MAKING_SECONDS,
    });
    return onePassed;
  },
});

/** What npm would get, of the packages that the images were made of. */
const packStep = {
  name: 'pack for npm',
  async run() {
    const file = inRoot('scripts/pack.mjs');
    const out = join(stateDir, 'npm');
    const options = ['--no-build', '--out', out];
    await must('pack for npm', [process.execPath, file, ...options], {
      seconds: MAKING_SECONDS,
    });
    return onePassed;
  },
};

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  await ensureInstalled();
  await buildBundles();
  const [first, second] = FOLDERS;
  const env = {
    ...{ IMAGES_DIR: first, IMAGES_AGAIN_DIR: second },
    ...{ BRIDGE_IMAGES_DIR: BRIDGE, BRIDGE_CONTEXT_DIR: CONTEXT },
  };
  const command = [
    ...[bin('jest'), '--config=e2e/jest.images.config.js'],
    ...args,
  ];
  return runSteps([
    makeStep('make the images', 'plugins', ['--out', first]),
    makeStep('make them again', 'plugins', ['--out', second]),
    packStep,
    makeStep('make those of the bridge', 'bridge', ['--out', BRIDGE]),
    makeStep('lay out their context', 'bridge', ['--context', CONTEXT]),
    { name: 'images', run: () => jest('images', command, { env }) },
  ]);
});

// npm run image:bridge: the images of the bridge, or what a container build of them needs.
import './lib/node-version.mjs';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configOf } from './lib/bridgeImages/configOf.mjs';
import { layerOf } from './lib/bridgeImages/layer.mjs';
import { writeBridgeLayout } from './lib/bridgeImages/layout.mjs';
import { layOutProgram } from './lib/bridgeImages/program.mjs';
import { bridgeSbom } from './lib/bridgeImages/sbom.mjs';
import { layOutTrialBase } from './lib/bridgeImages/trialBase.mjs';
import { buildBundles } from './lib/build.mjs';
import { Failure, main } from './lib/failure.mjs';
import { readJson } from './lib/images/json.mjs';
import { ociAnnotations, provenance } from './lib/images/provenance.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readOptions } from './lib/options.mjs';
import { inRoot, shown } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';

const HELP = `npm run image:bridge [-- --out DIR] [--source URL] [--context DIR]

Makes the four images of the bridge for trials on this machine (Linux on x64),
without a container engine, in one OCI layout in DIR (dist/bridge-images):
\`skopeo copy oci:DIR:model-catalog-bridge docker://...\` pushes one. Their base
is npm's Node.js and this machine's glibc. The bill of materials of each
(CycloneDX 1.5) is a referrer in the layout, and DIR/NAME.cdx.json.

Releases are built on UBI, by any container engine:

--context DIR   only lays out in DIR what image/bridge/Containerfile copies, the
                file itself, and the bill of materials of what is copied
--source URL    where the sources are; else what CI or git says
SOURCE_DATE_EPOCH  the time that the images tell; else that of the commit
`;

const PATHS = ['image', 'packages', 'plugins', 'scripts', 'yarn.lock'];

function imagesOf(plan, layers, from) {
  const { version } = readJson(inRoot('package.json'));
  return plan.images.map(image => {
    const { name, description } = image;
    const annotations = ociAnnotations({
      ...{ title: name, description, version, from },
      licenses: 'Apache-2.0',
    });
    const config = configOf(image, plan);
    const { created } = from;
    const sbom = bridgeSbom({ name, version, created, node: plan.node });
    return { name, layers, config, annotations, created, sbom };
  });
}

async function makeImages(out, { source }) {
  const plan = readJson(inRoot('image/bridge/images.json'));
  const stage = mkdtempSync(join(tmpdir(), 'bridge-images-'));
  try {
    const base = join(stage, 'base');
    const program = join(stage, 'program');
    await layOutTrialBase(base, plan.node);
    layOutProgram(program);
    const layers = [layerOf(base), layerOf(program)];
    const from = provenance({ source, paths: PATHS });
    writeBridgeLayout(out, imagesOf(plan, layers, from));
    const sizes = layers.map(({ bytes }) => (bytes.length / 1e6).toFixed(1));
    say(`Node.js ${sizes[0]} MB and program ${sizes[1]} MB: ${shown(out)}`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function layOutContext(folder, { source }) {
  mkdirSync(folder, { recursive: true });
  const { version } = readJson(inRoot('package.json'));
  const { created } = provenance({ source, paths: PATHS });
  const bill = { name: 'model-catalog-bridge', version, created };
  writeFileSync(join(folder, 'sbom.cdx.json'), bridgeSbom(bill));
  layOutProgram(join(folder, 'rootfs'));
  const file = 'Containerfile';
  copyFileSync(inRoot('image/bridge', file), join(folder, file));
  say(`For a container build: ${shown(folder)}`);
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { values, rest } = readOptions(args, ['out', 'source', 'context']);
  if (rest.length > 0) throw new Failure(`${rest.join(' ')}: no option.`);
  await ensureInstalled();
  await buildBundles();
  if (values.context) layOutContext(resolve(values.context), values);
  else
    await makeImages(
      resolve(values.out || inRoot('dist/bridge-images')),
      values,
    );
  return 0;
});

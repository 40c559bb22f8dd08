// npm run image:plugins: the dynamic plugins as OCI images.
import './lib/node-version.mjs';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, main } from './lib/failure.mjs';
import { exportPlugins } from './lib/images/export.mjs';
import { readJson, writeJson } from './lib/images/json.mjs';
import { writeMetadata } from './lib/images/metadata.mjs';
import { packImages } from './lib/images/pack.mjs';
import { imagePlan } from './lib/images/plan.mjs';
import { provenance } from './lib/images/provenance.mjs';
import { dynamicPlugins, sizes } from './lib/images/report.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readOptions } from './lib/options.mjs';
import { inRoot, shown } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';

const HELP = `npm run image:plugins [-- --out DIR] [--registry HOST/PATH] [--source URL] [--packed]

Makes one OCI image with all plugins of image/plugins.json and one of each, as
OCI layouts in DIR (dist/images), with a bill of materials (CycloneDX) beside
each. Needs no container engine; \`skopeo copy oci:DIR/IMAGE:VERSION docker://...\`
pushes one.

--registry HOST/PATH  where they will be pushed, for DIR/dynamic-plugins.yaml and
                      DIR/metadata
--source URL          where the sources are; else what CI or git says
--packed              packs what was exported before, without building anew
SOURCE_DATE_EPOCH     the time that the images tell; else that of the commit
`;

/** The paths whose change makes other images. */
const pathsOf = plan => [
  ...new Set(
    plan.plugins.flatMap(({ folder, embeds, parts }) => [
      folder,
      ...[...embeds, ...parts].map(each => each.folder),
    ]),
  ),
  'backstage.json',
  'image',
  'package.json',
  'scripts/lib/images',
  'yarn.lock',
];

function tellProvenance(from) {
  const unknown = ['source', 'revision'].filter(key => !from[key]);
  if (unknown.length > 0)
    say(
      `The images do not tell their ${unknown.join(' and ')}: not known here`,
    );
}

function writeAll(images, { out, registry }) {
  writeJson(
    join(out, 'images.json'),
    images.map(({ name, version, tag, digest, plugins }) => ({
      ...{ name, version, tag, digest },
      plugins: plugins.map(({ dir }) => dir),
    })),
  );
  const file = join(out, 'dynamic-plugins.yaml');
  writeFileSync(file, dynamicPlugins(images, registry));
  writeMetadata(images, { out: join(out, 'metadata'), registry });
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { values, rest } = readOptions(args, ['out', 'registry', 'source']);
  const unknown = rest.filter(each => each !== '--packed');
  if (unknown.length > 0)
    throw new Failure(`${unknown.join(' ')} is no option.\n${HELP}`);
  const out = resolve(values.out || inRoot('dist/images'));
  const registry = values.registry || 'registry.example.com/model-catalog';
  await ensureInstalled();
  const plan = imagePlan();
  const from = provenance({ source: values.source, paths: pathsOf(plan) });
  tellProvenance(from);
  if (!rest.includes('--packed')) await exportPlugins(plan.plugins);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { version } = readJson(inRoot('package.json'));
  const images = packImages(plan, { out, from, version });
  writeAll(images, { out, registry });
  process.stdout.write(`${sizes(images)}\n`);
  say(
    `Images, their bills of materials, dynamic-plugins.yaml and metadata: ${shown(
      out,
    )}`,
  );
  return 0;
});

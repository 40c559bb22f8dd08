import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.mjs';
import { inRoot } from '../paths.mjs';
import { auditPlugin, sizeOf } from './audit.mjs';
import { readJson } from './json.mjs';
import { makeLayer } from './layer.mjs';
import { writeLayout } from './layout.mjs';
import { tagOf } from './plan.mjs';
import { ociAnnotations } from './provenance.mjs';
import { imageSbom, pluginSbom } from './sbom.mjs';
import { stagePlugin } from './stage.mjs';

/** What Developer Hub's exporter says of a plugin on the image, for installers to find its folder. */
const TOLD = [
  'name',
  'version',
  'description',
  'backstage',
  'homepage',
  'repository',
  'license',
  'maintainers',
  'author',
  'bugs',
  'keywords',
];

function told({ dir, packed }) {
  const entries = TOLD.map(key => [key, packed[key]]);
  return { [dir]: Object.fromEntries(entries) };
}

const base64 = value => Buffer.from(JSON.stringify(value)).toString('base64');

/** Copies a plugin to the stage and audits it; a flaw ends the build. */
function stage(folder, plugin) {
  const { folder: from, dir, manifest } = plugin;
  const to = join(folder, dir);
  const files = stagePlugin(inRoot(from, 'dist-dynamic'), to);
  const backstage = readJson(inRoot('backstage.json')).version;
  const flaws = auditPlugin(to, files, { original: manifest, backstage });
  if (flaws.length > 0)
    throw new Failure(`${from} is not fit to be loaded:\n${flaws.join('\n')}`);
  return {
    ...plugin,
    packed: readJson(join(to, 'package.json')),
    size: sizeOf(to, files),
    sbom: pluginSbom(to, files),
  };
}

/** Writes one image and its bill of materials into `out`. */
function writeImage(image, { folder, out, from }) {
  const { name, title, description, version, plugins } = image;
  const layer = makeLayer(
    folder,
    plugins.map(({ dir }) => dir),
  );
  const provenance = ociAnnotations({
    ...{ title, description, version, from },
    licenses: 'Apache-2.0',
  });
  const sbom = imageSbom({
    ...{ name, version, created: from.created },
    plugins: plugins.map(each => each.sbom),
  });
  writeFileSync(join(out, `${name}.cdx.json`), sbom);
  const manifest = writeLayout(join(out, name), {
    ...{ layer, sbom, version, created: from.created },
    labels: provenance,
    annotations: {
      ...provenance,
      'io.backstage.dynamic-packages': base64(plugins.map(told)),
    },
  });
  const { digest } = manifest;
  return { name, version, tag: tagOf(version), digest, layer, plugins };
}

/**
 * Packs the exported plugins: one image with all of them, and one of each.
 * @returns each image with its name, tag, digest, layer and plugins
 */
export function packImages(plan, { out, from, version }) {
  const folder = mkdtempSync(join(tmpdir(), 'plugin-images-'));
  try {
    const plugins = plan.plugins.map(plugin => stage(folder, plugin));
    const { name, title } = plan;
    const description = plugins.map(each => each.packed.description).join('. ');
    const images = [
      { name, title, description, version, plugins },
      ...plugins.map(plugin => ({
        name: plugin.dir,
        title: plugin.manifest.name,
        description: plugin.packed.description,
        version: plugin.manifest.version,
        plugins: [plugin],
      })),
    ];
    return images.map(image => writeImage(image, { folder, out, from }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '../failure.mjs';
import { inRoot } from '../paths.mjs';

const ARTIFACT = /^( {2}dynamicArtifact:) .*$/m;

/** How a hub's list of plugins names one in the image with all: by what is in it, which never changes. */
export const artifactOf = ([all], registry, dir) =>
  `oci://${registry}/${all.name}@${all.digest}!${dir}`;

/**
 * Writes the Package of each plugin (metadata/*.yaml) into `out`, with the
 * image that was just made in place of the example.
 */
export function writeMetadata(images, { out, registry }) {
  mkdirSync(out, { recursive: true });
  for (const { folder, dir } of images[0].plugins) {
    const name = `${basename(folder)}.yaml`;
    const text = readFileSync(inRoot('metadata', name), 'utf8');
    if (!ARTIFACT.test(text))
      throw new Failure(`metadata/${name} has no spec.dynamicArtifact.`);
    const artifact = artifactOf(images, registry, dir);
    writeFileSync(join(out, name), text.replace(ARTIFACT, `$1 ${artifact}`));
  }
}

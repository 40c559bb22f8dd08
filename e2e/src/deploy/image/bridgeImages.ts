import { readFileSync } from 'fs';
import { join } from 'path';
import { extract } from 'tar';
import { z } from 'zod/v4';
import { blob } from '../../images/layout';
import { indexSchema, readManifest } from '../../images/manifest';
import { ROOT } from '../paths';

/** Where scripts/test-images.mjs has put the images of the bridge. */
export const BRIDGE_IMAGES =
  process.env.BRIDGE_IMAGES_DIR ?? join(ROOT, 'dist/bridge-images');

/** And what a container build copies. */
export const BRIDGE_CONTEXT =
  process.env.BRIDGE_CONTEXT_DIR ?? join(ROOT, 'dist/bridge-context');

const REF = 'org.opencontainers.image.ref.name';

const configSchema = z.object({
  config: z.object({
    User: z.string(),
    Env: z.array(z.string()),
    WorkingDir: z.string(),
    Entrypoint: z.array(z.string()),
    Cmd: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
});

/** An image of the bridge. */
export type BridgeImage = z.infer<typeof configSchema>['config'] & {
  readonly name: string;
  readonly digest: string;
  readonly layers: readonly string[];
};

/** Those of the layout. */
export function bridgeImages(): BridgeImage[] {
  const text = readFileSync(join(BRIDGE_IMAGES, 'index.json'), 'utf8');
  const { manifests } = indexSchema.parse(JSON.parse(text));
  // What refers to an image has no name.
  const named = manifests.filter(({ annotations }) => REF in annotations);
  return named.map(each => {
    const manifest = readManifest(blob(BRIDGE_IMAGES, each.digest));
    const config = blob(BRIDGE_IMAGES, manifest.config.digest).toString();
    return {
      name: each.annotations[REF] ?? '',
      digest: each.digest,
      layers: manifest.layers.map(({ digest }) => digest),
      ...configSchema.parse(JSON.parse(config)).config,
    };
  });
}

/** Unpacks what an image has into a folder, layer by layer. */
export function unpackInto(folder: string, { layers }: BridgeImage): void {
  for (const digest of layers) {
    blob(BRIDGE_IMAGES, digest);
    const file = join(
      BRIDGE_IMAGES,
      'blobs/sha256',
      digest.split(':')[1] ?? '',
    );
    extract({ file, cwd: folder, sync: true, strict: true });
  }
}

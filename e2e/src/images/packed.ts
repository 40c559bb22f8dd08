import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { z } from 'zod/v4';

const imageSchema = z.object({
  name: z.string(),
  version: z.string(),
  tag: z.string(),
  digest: z.string(),
  plugins: z.array(z.string()),
});

/** An image that `npm run image:plugins` made. */
export type PackedImage = z.infer<typeof imageSchema> & {
  /** The folder of its OCI layout. */
  layout: string;
  /** Its bill of materials. */
  sbom: string;
};

/** The images in a folder: the one with all plugins first, then one of each. */
export function packedImages(folder: string): PackedImage[] {
  const text = readFileSync(join(folder, 'images.json'), 'utf8');
  return z
    .array(imageSchema)
    .parse(JSON.parse(text))
    .map(image => ({
      ...image,
      layout: join(folder, image.name),
      sbom: join(folder, `${image.name}.cdx.json`),
    }));
}

const made = (name: string) =>
  resolve(__dirname, '../../../.model-catalog/images', name);

/** Where `npm run test:images` has put the images; IMAGES_DIR names other ones. */
export const IMAGES = process.env.IMAGES_DIR ?? made('first');

/** Where it made the same once more. */
export const IMAGES_AGAIN = process.env.IMAGES_AGAIN_DIR ?? made('second');

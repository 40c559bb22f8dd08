import { z } from 'zod/v4';
import { readManifest } from '../manifest';

const ANNOTATION = 'io.backstage.dynamic-packages';

const toldSchema = z.array(
  z.record(
    z.string(),
    z.object({
      name: z.string(),
      version: z.string(),
      description: z.string(),
      license: z.string(),
      backstage: z.object({
        role: z.string(),
        pluginId: z.string(),
        'supported-versions': z.string(),
      }),
    }),
  ),
);

/** The plugins that a manifest's annotation tells, each with its folder in the image. */
export function pluginsTold(manifest: Buffer) {
  const value = readManifest(manifest).annotations[ANNOTATION];
  if (value === undefined) throw new Error(`The image has no ${ANNOTATION}`);
  const json = Buffer.from(value, 'base64').toString();
  return toldSchema
    .parse(JSON.parse(json))
    .flatMap(each =>
      Object.entries(each).map(([dir, told]) => ({ dir, ...told })),
    );
}

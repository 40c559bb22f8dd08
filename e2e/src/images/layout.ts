import { readFileSync } from 'fs';
import { join } from 'path';
import { list } from 'tar';
import { z } from 'zod/v4';
import { digestOf } from './digest';
import { indexSchema, readManifest } from './manifest';

/** A part of an OCI layout by its digest, which it has to match. */
export function blob(layout: string, digest: string): Buffer {
  const bytes = readFileSync(
    join(layout, 'blobs/sha256', digest.replace('sha256:', '')),
  );
  if (digestOf(bytes) !== digest) throw new Error(`${digest} is another`);
  return bytes;
}

const configSchema = z.object({
  created: z.string(),
  config: z.object({ Labels: z.record(z.string(), z.string()) }),
  rootfs: z.object({ diff_ids: z.array(z.string()) }),
});

/** What an image says of itself. */
export function imageOf(layout: string, digest: string) {
  const manifest = readManifest(blob(layout, digest));
  const config = blob(layout, manifest.config.digest).toString();
  return { manifest, config: configSchema.parse(JSON.parse(config)) };
}

/** What in a layout refers to an image. */
export function referrersOf(layout: string, digest: string) {
  const text = readFileSync(join(layout, 'index.json'), 'utf8');
  return indexSchema
    .parse(JSON.parse(text))
    .manifests.map(each => readManifest(blob(layout, each.digest)))
    .filter(({ subject }) => subject?.digest === digest);
}

/** An entry of a layer. */
export type Entry = {
  path: string;
  type: string;
  size: number;
  mode: number;
  uid: number | undefined;
  mtime: string | undefined;
};

/** The entries of an image's only layer, in their order. */
export function entriesOf(layout: string, digest: string): Entry[] {
  const [layer] = imageOf(layout, digest).manifest.layers;
  if (!layer) throw new Error('The image has no layer');
  const entries: Entry[] = [];
  list({
    file: join(layout, 'blobs/sha256', layer.digest.replace('sha256:', '')),
    sync: true,
    onReadEntry: ({ path, type, size, mode, uid, mtime }) => {
      entries.push({
        ...{ path, type, size, uid },
        mode: mode ?? 0,
        mtime: mtime?.toISOString(),
      });
    },
  });
  return entries;
}

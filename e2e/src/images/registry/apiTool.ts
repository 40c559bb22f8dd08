import { mkdir, readFile, writeFile } from 'fs/promises';
import { join } from 'path';
import { digestOf } from '../digest';
import { indexSchema, MANIFEST_TYPE, readManifest } from '../manifest';
import type { ImageTool } from './ImageTool';

const hexOf = (digest: string) => digest.replace('sha256:', '');

/** `host:port/name:tag` or `host:port/name@digest`. */
function partsOf(image: string) {
  const [, host, name, tag, digest] =
    /^([^/]+)\/([^:@]+)(?::(.+)|@(.+))$/.exec(image) ?? [];
  const reference = tag ?? digest;
  if (!host || !name || !reference) throw new Error(`${image} is no image`);
  return { base: `http://${host}/v2/${name}`, reference };
}

async function read(url: string, accept = '*/*'): Promise<Buffer> {
  const response = await fetch(url, { headers: { accept } });
  if (!response.ok) throw new Error(`${url} is ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function write(url: string, body: Buffer, type: string) {
  const headers = { 'content-type': type };
  const method = 'PUT';
  const response = await fetch(url, {
    ...{ method, headers },
    body: new Uint8Array(body),
  });
  if (!response.ok) throw new Error(`${url} is ${response.status}`);
}

/** The manifest in a layout that has this name. */
async function named(layout: string, reference: string): Promise<Buffer> {
  const text = await readFile(join(layout, 'index.json'), 'utf8');
  const { manifests } = indexSchema.parse(JSON.parse(text));
  const found = manifests.find(
    ({ annotations }) =>
      annotations['org.opencontainers.image.ref.name'] === reference,
  );
  if (!found) throw new Error(`${layout} has no ${reference}`);
  return await readFile(join(layout, 'blobs/sha256', hexOf(found.digest)));
}

async function push(layout: string, reference: string, image: string) {
  const target = partsOf(image);
  const bytes = await named(layout, reference);
  const { config, layers } = readManifest(bytes);
  for (const { digest } of [config, ...layers]) {
    const start = await fetch(`${target.base}/blobs/uploads/`, {
      method: 'POST',
    });
    const url = new URL(start.headers.get('location') ?? '', target.base);
    url.searchParams.set('digest', digest);
    const blob = await readFile(join(layout, 'blobs/sha256', hexOf(digest)));
    await write(url.href, blob, 'application/octet-stream');
  }
  const url = `${target.base}/manifests/${target.reference}`;
  await write(url, bytes, MANIFEST_TYPE);
}

async function manifest(image: string): Promise<Buffer> {
  const { base, reference } = partsOf(image);
  return await read(`${base}/manifests/${reference}`, MANIFEST_TYPE);
}

async function pull(image: string, folder: string) {
  const { base } = partsOf(image);
  const bytes = await manifest(image);
  const { config, layers } = readManifest(bytes);
  await mkdir(folder, { recursive: true });
  for (const { digest } of [config, ...layers]) {
    const blob = await read(`${base}/blobs/${digest}`);
    if (digestOf(blob) !== digest) {
      throw new Error(`${digest} does not match what the registry sent`);
    }
    await writeFile(join(folder, hexOf(digest)), blob);
  }
  await writeFile(join(folder, 'manifest.json'), bytes);
}

/** The requests that skopeo makes, for machines without it. */
export const apiTool: ImageTool = {
  name: "the registry's API (no skopeo on this machine)",
  push,
  pull,
  manifest,
};

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './layer.mjs';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const EMPTY = 'application/vnd.oci.empty.v1+json';
export const CYCLONEDX = 'application/vnd.cyclonedx+json';

const bytesOf = value => Buffer.from(JSON.stringify(value));

/** Puts a blob into the layout; gives how others refer to it. */
export function put(folder, mediaType, bytes) {
  const digest = digestOf(bytes);
  writeFileSync(join(folder, 'blobs/sha256', digest.split(':')[1]), bytes);
  return { mediaType, digest, size: bytes.length };
}

/** The picture of an image that has no programs: one layer, and labels. */
function configOf({ layer, annotations, labels, created }) {
  return {
    created,
    // Plain JavaScript runs on each; an image has to name one.
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: labels },
    rootfs: { type: 'layers', diff_ids: [layer.diffId] },
    history: [
      { created, comment: annotations['org.opencontainers.image.title'] },
    ],
  };
}

/** The bill of materials, as something that refers to the image. */
export function putSbom(folder, subject, { sbom, created }) {
  return put(
    folder,
    MANIFEST,
    bytesOf({
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: CYCLONEDX,
      config: put(folder, EMPTY, Buffer.from('{}')),
      layers: [put(folder, CYCLONEDX, Buffer.from(sbom))],
      subject,
      annotations: { 'org.opencontainers.image.created': created },
    }),
  );
}

/**
 * Writes an image as an OCI layout (a folder that skopeo, podman, oras and
 * others read as `oci:FOLDER:VERSION`), with its bill of materials as a referrer.
 * The tag for registries is no name here: the specification forbids `__`.
 * @returns the manifest's descriptor
 */
export function writeLayout(folder, image) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const manifest = put(
    folder,
    MANIFEST,
    bytesOf({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: put(folder, CONFIG, bytesOf(configOf(image))),
      layers: [put(folder, LAYER, image.layer.bytes)],
      annotations: image.annotations,
    }),
  );
  const sbom = putSbom(folder, manifest, image);
  writeFileSync(
    join(folder, 'oci-layout'),
    JSON.stringify({ imageLayoutVersion: '1.0.0' }),
  );
  const named = {
    ...manifest,
    annotations: { 'org.opencontainers.image.ref.name': image.version },
  };
  writeFileSync(
    join(folder, 'index.json'),
    bytesOf({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [named, { ...sbom, artifactType: CYCLONEDX }],
    }),
  );
  return manifest;
}

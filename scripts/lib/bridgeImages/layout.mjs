import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../images/layer.mjs';

const OCI = 'application/vnd.oci.image';

const bytesOf = value => Buffer.from(JSON.stringify(value));

function put(folder, mediaType, bytes) {
  const digest = digestOf(bytes);
  writeFileSync(join(folder, 'blobs/sha256', digest.split(':')[1]), bytes);
  return { mediaType, digest, size: bytes.length };
}

function putImage(folder, { layers, config, annotations, created }) {
  return put(
    folder,
    `${OCI}.manifest.v1+json`,
    bytesOf({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: put(
        folder,
        `${OCI}.config.v1+json`,
        bytesOf({
          created,
          architecture: 'amd64',
          os: 'linux',
          config: { ...config, Labels: annotations },
          rootfs: {
            type: 'layers',
            diff_ids: layers.map(({ diffId }) => diffId),
          },
        }),
      ),
      layers: layers.map(({ bytes }) =>
        put(folder, `${OCI}.layer.v1.tar+gzip`, bytes),
      ),
      annotations,
    }),
  );
}

/** Writes all images into one OCI layout, where each has its name: `oci:FOLDER:NAME`. */
export function writeBridgeLayout(folder, images) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const manifests = images.map(image => ({
    ...putImage(folder, image),
    annotations: { 'org.opencontainers.image.ref.name': image.name },
  }));
  writeFileSync(
    join(folder, 'oci-layout'),
    JSON.stringify({ imageLayoutVersion: '1.0.0' }),
  );
  writeFileSync(
    join(folder, 'index.json'),
    bytesOf({
      schemaVersion: 2,
      mediaType: `${OCI}.index.v1+json`,
      manifests,
    }),
  );
  return manifests;
}

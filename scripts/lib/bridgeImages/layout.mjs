import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CYCLONEDX, put, putSbom } from '../images/layout.mjs';

const OCI = 'application/vnd.oci.image';

const bytesOf = value => Buffer.from(JSON.stringify(value));

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

/** Writes all images into one OCI layout, where each has its name: `oci:FOLDER:NAME`. Their bills of materials are referrers, and lie beside. */
export function writeBridgeLayout(folder, images) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const written = images.map(image => {
    const manifest = putImage(folder, image);
    const bill = putSbom(folder, manifest, image);
    writeFileSync(join(folder, `${image.name}.cdx.json`), image.sbom);
    return [
      {
        ...manifest,
        annotations: { 'org.opencontainers.image.ref.name': image.name },
      },
      { ...bill, artifactType: CYCLONEDX },
    ];
  });
  const manifests = written.flat();
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

import { artifactOf } from './metadata.mjs';

const mb = bytes => `${(bytes / 1e6).toFixed(2)} MB`;

/** What the audit measured, for people: a line for each image, and one for each plugin in the first. */
export function sizes(images) {
  const [all] = images;
  return [
    ...images.map(
      ({ name, tag, digest, layer }) =>
        `${name}:${tag}\n  ${digest}\n  ${mb(layer.bytes.length)} to pull, ${mb(
          layer.unpacked,
        )} unpacked`,
    ),
    ...all.plugins.map(
      ({ dir, size }) =>
        `${dir}: ${size.files} files, ${mb(size.bytes)}; the largest is ${
          size.largest.path
        } (${mb(size.largest.bytes)})`,
    ),
  ].join('\n');
}

/** The `plugins:` of a hub that takes them from the image with all. */
export function dynamicPlugins(images, registry) {
  const entries = images[0].plugins.map(({ dir }) => {
    const artifact = artifactOf(images, registry, dir);
    return `  - disabled: false\n    package: ${artifact}\n`;
  });
  const title =
    '# For the dynamic plugins ConfigMap of Developer Hub: exactly the image that was made with it.';
  return `${title}\nplugins:\n${entries.join('')}`;
}

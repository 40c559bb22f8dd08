import type { ImageTool } from '../registry/ImageTool';
import { pluginsTold } from './pluginsTold';

/** As Developer Hub 1.10 reads `package:`; 1.8 demands the part after `!`. */
const PACKAGE =
  /^oci:\/\/([^\s@]+?)(?::([^\s!@:/]+)|@(sha256:[^\s!@:]+))(?:!(\S+))?$/;

/** Where a `package:` of dynamic-plugins.yaml points to. */
export type PackageRef = { image: string; dir: string };

/**
 * Reads a `package:`; what stands after `!` may be left out for an image with
 * one plugin, which the image's own annotation then names.
 */
export async function readPackage(
  text: string,
  tool: ImageTool,
): Promise<PackageRef> {
  const [, name, tag, digest, dir] = PACKAGE.exec(text) ?? [];
  if (!name) throw new Error(`${text} is no OCI package`);
  const image = tag ? `${name}:${tag}` : `${name}@${digest}`;
  if (dir) return { image, dir };
  const dirs = pluginsTold(await tool.manifest(image)).map(each => each.dir);
  const [only] = dirs;
  if (dirs.length !== 1 || !only) {
    throw new Error(`${text} has to name one of ${dirs.join(', ')} after !`);
  }
  return { image, dir: only };
}

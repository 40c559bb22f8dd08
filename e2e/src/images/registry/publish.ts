import type { PackedImage } from '../packed';
import { apiTool } from './apiTool';
import type { ImageTool } from './ImageTool';
import { createSkopeo, skopeoVersion } from './skopeo';
import type { Registry } from './startRegistry';

/** skopeo where there is one, else the same requests; says which in one line. */
export async function imageTool(
  home: string,
  { host }: Registry,
): Promise<ImageTool> {
  const version = await skopeoVersion();
  const tool = version ? await createSkopeo(version, home, host) : apiTool;
  process.stderr.write(`Images are pushed and pulled with ${tool.name}\n`);
  return tool;
}

/** Where an image is in a registry. */
export const repositoryOf = (name: string) => `model-catalog/${name}`;

/** Pushes an image under its tag; gives its name there, without tag. */
export async function publish(
  image: PackedImage,
  tool: ImageTool,
  { host }: Registry,
): Promise<string> {
  const name = `${host}/${repositoryOf(image.name)}`;
  await tool.push(image.layout, image.version, `${name}:${image.tag}`);
  return name;
}

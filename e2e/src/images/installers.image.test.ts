import { mkdtemp, readdir, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { installPlugins } from './install/installPlugins';
import { pluginsTold } from './install/pluginsTold';
import { readManifest } from './manifest';
import { IMAGES, packedImages } from './packed';
import type { ImageTool } from './registry/ImageTool';
import { imageTool, publish, repositoryOf } from './registry/publish';
import { type Registry, startRegistry } from './registry/startRegistry';

describe("the images, as Developer Hub's installers take them", () => {
  const images = packedImages(IMAGES);
  const [all, ...single] = images;
  let registry: Registry;
  let tool: ImageTool;
  let folder: string;
  let root: string;
  let names: string[];

  if (!all) throw new Error(`There are no images in ${IMAGES}`);

  beforeAll(async () => {
    registry = await startRegistry();
    folder = await mkdtemp(join(tmpdir(), 'installers-'));
    tool = await imageTool(folder, registry);
    names = [];
    for (const image of images) {
      names.push(await publish(image, tool, registry));
    }
  });

  beforeEach(async () => {
    root = await mkdtemp(join(folder, 'dynamic-plugins-root-'));
  });

  afterAll(async () => {
    await registry.stop();
    await rm(folder, { recursive: true });
  });

  const install = async (...packages: string[]) =>
    await installPlugins(packages, root, tool);

  const manifestOf = async (dir: string) =>
    JSON.parse(await readFile(join(root, dir, 'package.json'), 'utf8'));

  it('arrive under the digest that was printed when they were made', async () => {
    for (const [index, { digest }] of images.entries()) {
      const bytes = await tool.manifest(`${names[index]}@${digest}`);
      expect(readManifest(bytes).layers).toHaveLength(1);
    }
  });

  it('are told by the annotation that lists what is in them', async () => {
    for (const [index, { tag, plugins }] of images.entries()) {
      const told = pluginsTold(await tool.manifest(`${names[index]}:${tag}`));
      expect(told.map(({ dir }) => dir)).toEqual(plugins);
      for (const { backstage } of told) {
        expect(backstage['supported-versions']).toBe('1.42.5');
      }
    }
  });

  it.each(['tag', 'digest'] as const)(
    'give each plugin of the image with all, named by %s and folder',
    async by => {
      const version = by === 'tag' ? `:${all.tag}` : `@${all.digest}`;
      const packages = all.plugins.map(
        dir => `oci://${names[0]}${version}!${dir}`,
      );
      const installed = await install(...packages);
      expect(installed.map(({ dir }) => dir)).toEqual(all.plugins);
      expect((await readdir(root)).sort()).toEqual([...all.plugins].sort());
      for (const dir of all.plugins) {
        const { name } = await manifestOf(dir);
        expect(name).toMatch(/^@model-catalog\/backstage-plugin-.*-dynamic$/);
      }
    },
  );

  it('give the one plugin of its own image without a folder, as 1.10 allows', async () => {
    for (const [index, { tag, plugins }] of single.entries()) {
      const [{ dir } = { dir: '' }] = await install(
        `oci://${names[index + 1]}:${tag}`,
      );
      expect([dir]).toEqual(plugins);
      expect((await manifestOf(dir)).bundleDependencies).toBe(true);
    }
  });

  it('need the folder where an image has several', async () => {
    await expect(install(`oci://${names[0]}:${all.tag}`)).rejects.toThrow(
      /has to name one of .*model-catalog.* after !/,
    );
  });

  it('leave the digest, by which the next start sees whether there is a newer one', async () => {
    const [dir = ''] = all.plugins;
    await install(`oci://${names[0]}:${all.tag}!${dir}`);
    const hash = join(root, dir, 'dynamic-plugin-image.hash');
    expect(`sha256:${await readFile(hash, 'utf8')}`).toBe(all.digest);
  });

  it('are refused when one byte of them is another', async () => {
    const [first] = single;
    const name = names[1];
    const repository = registry.repository(repositoryOf(first?.name ?? ''));
    const bytes = await tool.manifest(`${name}:${first?.tag}`);
    const digest = readManifest(bytes).layers[0]?.digest ?? '';
    const flip = () =>
      repository.corrupt(digest, layer => {
        layer[layer.length - 20] = (layer[layer.length - 20] ?? 0) ^ 1;
        return layer;
      });
    flip();
    await expect(install(`oci://${name}:${first?.tag}`)).rejects.toThrow(
      new RegExp(`does not match|${digest}`),
    );
    expect(await readdir(root)).toEqual([]);
    flip();
    await expect(install(`oci://${name}:${first?.tag}`)).resolves.toBeDefined();
  });
});

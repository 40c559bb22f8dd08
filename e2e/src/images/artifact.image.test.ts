import { execFileSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { rm } from 'fs/promises';
import { join } from 'path';
import { loadConfigSchema } from '@backstage/config-loader';
import { entriesOf, imageOf } from './layout';
import { IMAGES, packedImages } from './packed';
import { manifestsBelow, packageAt, unpacked } from './unpacked';

describe('the packed artifacts', () => {
  const images = packedImages(IMAGES);
  const [all, ...single] = images;
  let folder: string;

  if (!all) throw new Error(`There are no images in ${IMAGES}`);

  beforeAll(async () => {
    folder = await unpacked(all);
  });

  afterAll(async () => await rm(folder, { recursive: true }));

  it.each(images)('$name is one gzipped layer of plain files', image => {
    const { layout, digest, plugins } = image;
    const { manifest } = imageOf(layout, digest);
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual([
      'application/vnd.oci.image.layer.v1.tar+gzip',
    ]);
    const entries = entriesOf(layout, digest);
    const tops = new Set(entries.map(({ path }) => path.split('/')[0]));
    expect([...tops].sort()).toEqual([...plugins].sort());
    for (const { path, type, mode, mtime, uid } of entries) {
      const isFile = type === 'File';
      expect([path, isFile || type === 'Directory']).toEqual([path, true]);
      expect([path, mode]).toEqual([path, isFile ? 0o644 : 0o755]);
      expect(mtime).toBe(isFile ? '1985-10-26T08:15:00.000Z' : undefined);
      expect(uid).toBeUndefined();
    }
  });

  it('hold nothing that the hub has, nothing native, and no file that an installer refuses', () => {
    for (const { path, size } of entriesOf(all.layout, all.digest)) {
      expect(path).not.toMatch(/node_modules\/@backstage/);
      expect(path).not.toMatch(/\.(node|so|dylib|dll)$|binding\.gyp$/);
      expect(size).toBeLessThan(20_000_000);
    }
  });

  it('name only versions that a registry knows', () => {
    const manifests = manifestsBelow(folder);
    expect(manifests.length).toBeGreaterThan(all.plugins.length);
    for (const path of manifests) {
      const { dependencies, peerDependencies } = packageAt(path);
      for (const range of Object.values({
        ...dependencies,
        ...peerDependencies,
      })) {
        expect([path, range]).not.toEqual([
          path,
          expect.stringMatching(/^(workspace|link|portal|file):/),
        ]);
      }
    }
  });

  it('find the packages of this repository inside themselves', () => {
    for (const dir of all.plugins) {
      const cwd = join(folder, dir);
      const { dependencies } = packageAt(join(cwd, 'package.json'));
      const names = Object.keys(dependencies);
      // One that is bundled is one file with all that it needs, told beside it.
      const isBundled = existsSync(join(cwd, 'dist/bundled.json'));
      expect(names.includes('@model-catalog/connection')).toBe(!isBundled);
      const program = `for (const name of process.argv.slice(1)) console.log(require.resolve(name))`;
      const found = execFileSync(process.execPath, ['-e', program, ...names], {
        cwd,
        encoding: 'utf8',
      });
      for (const path of found.split('\n').filter(Boolean)) {
        expect(path).toContain(`/${dir}/node_modules/`);
      }
    }
  });

  it('say to the loader what they are', () => {
    for (const dir of all.plugins) {
      const { name, scripts, backstage } = packageAt(
        join(folder, dir, 'package.json'),
      );
      expect(name).toMatch(/-dynamic$/);
      expect(scripts).toEqual({});
      expect(backstage).toMatchObject({
        role: expect.stringMatching(/^backend-plugin(-module)?$/),
        pluginId: expect.any(String),
        'supported-versions': '1.42.5',
      });
    }
  });

  it('carry the schema of their configuration, by which a hub checks it', async () => {
    for (const dir of all.plugins) {
      for (const name of ['configSchema.json', '.config-schema.json']) {
        const path = join(folder, dir, 'dist', name);
        expect([path, existsSync(path)]).toEqual([path, true]);
        const value = JSON.parse(readFileSync(path, 'utf8'));
        const schema = await loadConfigSchema({
          serialized: {
            backstageConfigSchemaVersion: 1,
            schemas: [{ path, value }],
          },
        });
        const check = (development: object) =>
          schema.process([
            {
              context: 'test',
              data: {
                catalog: { providers: { modelCatalog: { development } } },
              },
            },
          ]);
        expect(check({ baseUrl: 'http://localhost:9090' })).toHaveLength(1);
        expect(() => check({ baseUrl: ['a'] })).toThrow(/must be string/);
      }
    }
  });

  it('are one plugin each beside the image with all', () => {
    expect(single.map(({ plugins }) => plugins)).toEqual(
      all.plugins.map(dir => [dir]),
    );
  });
});

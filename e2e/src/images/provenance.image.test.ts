import { readFileSync } from 'fs';
import { rm } from 'fs/promises';
import { join } from 'path';
import { z } from 'zod/v4';
import { blob, imageOf, referrersOf } from './layout';
import { IMAGES, IMAGES_AGAIN, packedImages } from './packed';
import { bundledIn, manifestsBelow, packageAt, unpacked } from './unpacked';

const LABEL = 'org.opencontainers.image';

const billSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.5'),
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      licenses: z.array(z.unknown()).min(1),
    }),
  ),
});

describe('the images', () => {
  const images = packedImages(IMAGES);
  const [all] = images;
  let folder: string;

  if (!all) throw new Error(`There are no images in ${IMAGES}`);

  beforeAll(async () => {
    folder = await unpacked(all);
  });

  afterAll(async () => await rm(folder, { recursive: true }));

  it('are the same when made again', () => {
    const again = packedImages(IMAGES_AGAIN);
    expect(again.map(({ digest }) => digest)).toEqual(
      images.map(({ digest }) => digest),
    );
    for (const [index, { sbom }] of images.entries()) {
      const other = readFileSync(again[index]?.sbom ?? '', 'utf8');
      expect(other).toBe(readFileSync(sbom, 'utf8'));
    }
  });

  it.each(images)('$name tells where it comes from', image => {
    const { layout, digest, version } = image;
    const { manifest, config } = imageOf(layout, digest);
    const labels = config.config.Labels;
    expect(labels).toMatchObject({
      [`${LABEL}.version`]: version,
      [`${LABEL}.licenses`]: 'Apache-2.0',
      [`${LABEL}.source`]: expect.stringMatching(/^https:\/\//),
      [`${LABEL}.revision`]: expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
      [`${LABEL}.created`]: config.created,
    });
    expect(manifest.annotations).toMatchObject(labels);
    expect(Date.parse(config.created)).toBeLessThanOrEqual(Date.now());
  });

  it.each(images)('$name has a bill of everything in it', image => {
    const { layout, digest, plugins, sbom } = image;
    const text = readFileSync(sbom, 'utf8');
    const bill = billSchema.parse(JSON.parse(text));
    const told = new Set(bill.components.map(c => `${c.name}@${c.version}`));
    const there = plugins
      .flatMap(dir => [
        packageAt(join(folder, dir, 'package.json')),
        ...manifestsBelow(join(folder, dir, 'node_modules')).map(packageAt),
        ...bundledIn(join(folder, dir)),
      ])
      .filter(({ version }) => version !== undefined)
      .map(({ name, version }) => `${name}@${version}`);
    expect([...told].sort()).toEqual([...new Set(there)].sort());
    expect(there.some(each => each.startsWith('zod@3.25'))).toBe(true);
    const [referrer] = referrersOf(layout, digest);
    expect(referrer?.artifactType).toBe('application/vnd.cyclonedx+json');
    const [attached] = referrer?.layers ?? [];
    expect(blob(layout, attached?.digest ?? '').toString()).toBe(text);
  });
});

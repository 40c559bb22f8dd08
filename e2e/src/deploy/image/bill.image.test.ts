import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { z } from 'zod/v4';
import { blob, referrersOf } from '../../images/layout';
import { ROOT } from '../paths';
import { BRIDGE_CONTEXT, BRIDGE_IMAGES, bridgeImages } from './bridgeImages';

const CYCLONEDX = 'application/vnd.cyclonedx+json';
const DIST = join(ROOT, 'packages/model-catalog-bridge/dist');

const Bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.5'),
  metadata: z.object({
    component: z.object({ type: z.literal('container'), name: z.string() }),
  }),
  components: z.array(
    z.looseObject({
      'bom-ref': z.string(),
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      licenses: z.array(z.unknown()).min(1),
    }),
  ),
  dependencies: z.array(
    z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) }),
  ),
});

const billOf = (text: string) => Bill.parse(JSON.parse(text));
const namesOf = ({ components }: z.infer<typeof Bill>) =>
  components.map(({ name }) => name);

const SourceMap = z.object({ sources: z.array(z.string()) });
const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** Packages of others in the bundles, as their source maps tell. */
function packagesInMaps(): string[] {
  const found = readdirSync(DIST)
    .filter(name => name.endsWith('.cjs.map'))
    .map(name => readFileSync(join(DIST, name), 'utf8'))
    .flatMap(text => SourceMap.parse(JSON.parse(text)).sources)
    .flatMap(source => PACKAGE.exec(source)?.[1] ?? []);
  return [...new Set(found)].sort();
}

describe('the bill of materials of an image of the bridge', () => {
  it.each(bridgeImages())('$name is beside it, and refers to it', image => {
    const [referrer, ...more] = referrersOf(BRIDGE_IMAGES, image.digest);
    expect(more).toEqual([]);
    expect(referrer?.artifactType).toBe(CYCLONEDX);
    const [attached] = referrer?.layers ?? [];
    const text = blob(BRIDGE_IMAGES, attached?.digest ?? '').toString();
    const file = join(BRIDGE_IMAGES, `${image.name}.cdx.json`);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(billOf(text).metadata.component.name).toBe(image.name);
  });

  it('names the program, Node.js, and every package that is in a bundle', () => {
    const [{ name } = { name: '' }] = bridgeImages();
    const bill = billOf(
      readFileSync(join(BRIDGE_IMAGES, `${name}.cdx.json`), 'utf8'),
    );
    const inMaps = packagesInMaps();
    expect(inMaps).toEqual(
      expect.arrayContaining(['commander', 'prom-client']),
    );
    const names = namesOf(bill);
    expect(inMaps.filter(one => !names.includes(one))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['@model-catalog/bridge', 'node']),
    );
    const refs = new Set(bill.components.map(one => one['bom-ref']));
    const named = bill.dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(named.filter(ref => !refs.has(ref))).toEqual([]);
  });

  it('is in the context of a container build, without what the base brings', () => {
    const bill = billOf(
      readFileSync(join(BRIDGE_CONTEXT, 'sbom.cdx.json'), 'utf8'),
    );
    const names = namesOf(bill);
    expect(names).toContain('@model-catalog/bridge');
    expect(names).not.toContain('node');
  });
});

import { readdirSync, readFileSync } from 'fs';
import { basename, join, resolve } from 'path';
import { entityEnvelopeSchemaValidator } from '@backstage/catalog-model';
import { readConnections } from '@model-catalog/connection';
import { readHosted } from '@model-catalog/service';
import { parse } from 'yaml';
import { z } from 'zod/v4';

const ROOT = resolve(__dirname, '../../..');

const readText = (...path: string[]) =>
  readFileSync(join(ROOT, ...path), 'utf8');

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  backstage: z.object({ role: z.string() }),
});

const packageSchema = z.object({
  apiVersion: z.literal('extensions.backstage.io/v1alpha1'),
  kind: z.literal('Package'),
  metadata: z.object({
    name: z.string(),
    namespace: z.literal('rhdh'),
    title: z.string(),
    description: z.string(),
  }),
  spec: z.object({
    packageName: z.string(),
    dynamicArtifact: z.string(),
    version: z.string(),
    backstage: z.object({ role: z.string(), supportedVersions: z.string() }),
    author: z.string(),
    support: z.string(),
    lifecycle: z.string(),
    partOf: z.array(z.string()),
    appConfigExamples: z
      .array(
        z.object({
          title: z.string(),
          content: z.object({
            catalog: z.object({
              providers: z.object({ modelCatalog: z.unknown() }),
            }),
            kubernetes: z
              .object({ clusterLocatorMethods: z.unknown() })
              .optional(),
          }),
        }),
      )
      .min(1),
  }),
});

const { plugins } = z
  .object({ plugins: z.array(z.string()) })
  .parse(JSON.parse(readText('image/plugins.json')));

const { version: backstage } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readText('backstage.json')));

describe('the packages that the Extensions page shows', () => {
  it('are those of the images', () => {
    const files = readdirSync(join(ROOT, 'metadata'));
    expect(files.filter(name => name.endsWith('.yaml')).sort()).toEqual(
      plugins.map(folder => `${basename(folder)}.yaml`).sort(),
    );
  });

  describe.each(plugins)('%s', folder => {
    const manifest = manifestSchema.parse(
      JSON.parse(readText(folder, 'package.json')),
    );
    const text = readText('metadata', `${basename(folder)}.yaml`);
    const { spec, metadata } = packageSchema.parse(parse(text));

    it('is an entity', () => {
      expect(() => entityEnvelopeSchemaValidator()(parse(text))).not.toThrow();
      expect(metadata.name.length).toBeLessThanOrEqual(63);
    });

    it('says what its package.json says', () => {
      const { name, version, description } = manifest;
      expect(spec).toMatchObject({ packageName: name, version });
      expect(metadata).toMatchObject({ title: name, description });
      expect(spec.backstage).toEqual({
        role: manifest.backstage.role,
        supportedVersions: backstage,
      });
      const dir = name.replace('@', '').replace('/', '-');
      expect(spec.dynamicArtifact).toMatch(
        `model-catalog-plugins:bs_${backstage}__${version}!${dir}`,
      );
    });

    it.each(spec.appConfigExamples)(
      'is configured by the example "$title", without a warning',
      ({ content }) => {
        const { modelCatalog } = content.catalog.providers;
        const { connections, warnings } = readConnections(modelCatalog, {
          baseUrl: 'http://localhost:7007/api/model-catalog',
          token: async () => 'of the hub',
        });
        const hosted = readHosted({
          providers: modelCatalog,
          clusters: content.kubernetes?.clusterLocatorMethods,
        });
        expect(warnings).toEqual([]);
        expect(connections.length).toBeGreaterThan(0);
        const isHosted = folder === 'plugins/model-catalog-backend';
        expect(hosted).toHaveLength(isHosted ? connections.length : 0);
      },
    );
  });
});

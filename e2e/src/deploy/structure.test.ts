import { existsSync, readFileSync, statSync } from 'fs';
import { dirname, join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { type ManifestObject, nameOf, objectsOf } from './objects';
import { DEPLOY, filesBelow, ROOT } from './paths';

const read = (path: string) => readFileSync(join(DEPLOY, path), 'utf8');
const MANIFESTS = filesBelow(DEPLOY).filter(
  path => path.endsWith('.yaml') && !path.startsWith('charts/'),
);
const KUSTOMIZATIONS = MANIFESTS.filter(path =>
  path.endsWith('kustomization.yaml'),
);

/** Its tag is of the cluster's own release. */
const OF_THE_CLUSTER =
  'image-registry.openshift-image-registry.svc:5000/openshift/cli:latest';

const kustomizationSchema = z.looseObject({
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  patches: z.array(z.looseObject({ path: z.string().optional() })).default([]),
});

describe('deploy/', () => {
  it.each(KUSTOMIZATIONS)('%s names only what is there', path => {
    const { resources, components, patches } = kustomizationSchema.parse(
      parse(read(path)),
    );
    const files = [...resources, ...patches.flatMap(each => each.path ?? [])];
    const at = (name: string) => join(DEPLOY, dirname(path), name);
    expect(files.filter(name => !existsSync(at(name)))).toEqual([]);
    const folders = components.map(at);
    expect(folders.filter(each => !statSync(each).isDirectory())).toEqual([]);
  });

  it.each(MANIFESTS)('%s names each image with a release', path => {
    const images = [...read(path).matchAll(/^\s*(?:- )?image: (.+)$/gm)];
    for (const [, image = ''] of images) {
      if (image === OF_THE_CLUSTER) continue;
      expect(image).toMatch(/:\d+\.\d+\.\d+$|@sha256:[0-9a-f]{64}$/);
    }
  });

  it('has the rights of the documentation as the acceptance suite uses them', () => {
    const ours = ['account/account.yaml', 'rbac/documented/rbac.yaml'].flatMap(
      path => objectsOf(read(path)),
    );
    const used = objectsOf(
      readFileSync(join(ROOT, 'e2e/rbac/documented.yaml'), 'utf8'),
    );
    const plain = (object: ManifestObject) => ({
      ...object,
      metadata: { ...object.metadata, annotations: undefined },
    });
    const sorted = (objects: ManifestObject[]) =>
      objects
        .filter(({ kind }) => kind !== 'Secret')
        .map(plain)
        .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
    expect(sorted(ours)).toEqual(sorted(used));
  });
});

const containersIn = (text: string): unknown => {
  const value: unknown = parse(text);
  const found = (each: unknown): unknown => {
    if (typeof each !== 'object' || each === null) return undefined;
    for (const [key, inner] of Object.entries(each)) {
      if (/^(extraC|c)ontainers$/.test(key)) return inner;
      const below = found(inner);
      if (below !== undefined) return below;
    }
    return undefined;
  };
  return found(value);
};

describe('the containers beside Developer Hub', () => {
  it.each(
    ['three', 'one'].flatMap(name => [
      [`operator/${name}/patch.yaml`, `sidecars/${name}/patch.yaml`],
      [`helm/${name}.yaml`, `sidecars/${name}/patch.yaml`],
    ]),
  )('are in %s as in %s', (one, other) => {
    expect(containersIn(read(one))).toEqual(containersIn(read(other)));
    expect(containersIn(read(one))).not.toBeUndefined();
  });
});

const valuesSchema = z.object({
  upstream: z.object({ backstage: z.object({ appConfig: z.unknown() }) }),
});
const dataSchema = z.object({ data: z.record(z.string(), z.string()) });

describe("Developer Hub's own configuration", () => {
  it('is the documented example', () => {
    const { data } = dataSchema.parse(
      parse(read('operator/hub/app-config.yaml')),
    );
    const example = readFileSync(join(ROOT, 'app-config.extra.yaml'), 'utf8');
    const [text = ''] = Object.values(data);
    expect(parse(text)).toEqual(parse(example));
  });

  it.each([
    ['helm/three.yaml', 'operator/hub/app-config.yaml'],
    ['helm/one.yaml', 'operator/hub/app-config.yaml'],
    ['helm/none.yaml', 'operator/none/app-config.yaml'],
  ])('is the same in %s as in %s', (values, configMap) => {
    const { upstream } = valuesSchema.parse(parse(read(values)));
    const { data } = dataSchema.parse(parse(read(configMap)));
    const [text = ''] = Object.values(data);
    expect(upstream.backstage.appConfig).toEqual(parse(text));
  });

  it.each([
    'operator/hub/dynamic-plugins.yaml',
    'helm/three.yaml',
    'helm/one.yaml',
  ])('names in %s the plugins that the page on plugins names', path => {
    const named = (text: string) =>
      [...text.matchAll(/oci:\/\/\S+model-catalog-plugins\S+/g)].map(String);
    const page = readFileSync(join(ROOT, 'docs/install-plugins.md'), 'utf8');
    expect(named(read(path))).toHaveLength(2);
    for (const name of named(read(path))) expect(named(page)).toContain(name);
  });
});

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

import { parse } from 'yaml';
import { templates } from '../templates';
import { render } from './render';
import { textAt } from './tree';

const base = {
  'base/kustomization.yaml':
    'apiVersion: a\nkind: Kustomization\nresources: [one.yaml]\n',
  'base/one.yaml': `apiVersion: v1
kind: Deployment
metadata: {name: one, namespace: old}
spec: {containers: [{name: a, image: 'r.io:5000/x/a:1', env: [{name: U, value: 'https://host/p'}]}]}
`,
};
const withOverlay = (rest: string) => ({
  ...base,
  'top/names.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: names, annotations: {config.kubernetes.io/local-config: 'true'}}
data: {hub: new}
`,
  'top/kustomization.yaml': `apiVersion: a\nkind: Kustomization\nresources: [../base, names.yaml]\n${rest}`,
});
const one = (rest: string) => {
  const [first] = render(withOverlay(rest), 'top');
  return first;
};

describe('what kustomize would render', () => {
  it.each([
    ['newTag: "2"', 'r.io:5000/x/a:2'],
    ['newName: y/b', 'y/b:1'],
    ['digest: "sha256:0"', 'r.io:5000/x/a@sha256:0'],
  ])('with the image %s', (image, expected) => {
    const text = JSON.stringify(
      one(`images: [{name: 'r.io:5000/x/a', ${image}}]`),
    );
    expect(text).toContain(`"image":"${expected}"`);
  });

  it('with replaced names, and parts of texts', () => {
    const tree = one(`replacements:
  - source: {kind: ConfigMap, name: names, fieldPath: data.hub}
    targets:
      - select: {namespace: old}
        fieldPaths: [metadata.namespace]
      - select: {kind: Deployment}
        reject: [{name: other}]
        fieldPaths: ['spec.containers.[name=a].env.[name=U].value']
        options: {delimiter: '/', index: 2}
`);
    expect(textAt(tree, 'metadata', 'namespace')).toBe('new');
    expect(JSON.stringify(tree)).toContain('"https://new/p"');
  });

  it.each([
    [
      'patch: "apiVersion: v1\\nkind: Deployment\\nmetadata: {name: one}\\n$patch: delete"',
      undefined,
    ],
    [
      'target: {kind: Deployment|Other}, patch: "- op: replace\\n  path: /metadata/name\\n  value: two"',
      'two',
    ],
  ])('with the patch %s', (patch, name) => {
    const tree = one(`patches: [{${patch}}]`);
    expect(textAt(tree, 'metadata', 'name')).toBe(name);
  });

  it('leaves out what is for kustomize alone', () => {
    expect(render(withOverlay(''), 'top')).toHaveLength(1);
  });

  it('refuses what it does not know, and what is not there', () => {
    expect(() => one('namePrefix: x')).toThrow('namePrefix');
    expect(() => one('components: [../none]')).toThrow(
      'there is no none/kustomization.yaml',
    );
  });

  it.each([
    ...['operator-one', 'operator-three', 'operator-none'],
    ...['separate', 'rhoai', 'odh', 'least'],
  ])('renders overlays/%s, with nothing of names.yaml left', overlay => {
    const trees = render(templates(), `overlays/${overlay}`);
    expect(trees.length).toBeGreaterThan(4);
    expect(trees.map(tree => textAt(tree, 'metadata', 'name'))).not.toContain(
      'names',
    );
  });

  it('has files that are YAML', () => {
    const texts = Object.values(templates()).filter(
      text => !text.includes('\n---'),
    );
    expect(texts.map(text => parse(text))).not.toContain(undefined);
  });
});

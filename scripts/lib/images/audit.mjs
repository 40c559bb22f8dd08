import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../paths.mjs';
import { readJson } from './json.mjs';
import { missingPackages } from './requires.mjs';

/** The installer of Developer Hub 1.8 takes a larger file for an attack. */
export const MAX_FILE_BYTES = 20000000;

/** A plugin has to be there at once: each start of a pod unpacks it. */
const MAX_PLUGIN_BYTES = 30000000;

const NATIVE = /(\.(node|so|dylib|dll)|(^|\/)binding\.gyp)$/;
const SCHEMAS = ['dist/configSchema.json', 'dist/.config-schema.json'];
const isManifest = path => basename(path) === 'package.json';

/** What is wrong with the names of the files. */
function flawsOfPaths(paths) {
  return [
    ...paths
      .filter(path => /(^|\/)node_modules\/@backstage\//.test(path))
      .map(path => `${path} is the hub's own`),
    ...paths.filter(path => NATIVE.test(path)).map(path => `${path} is native`),
    ...SCHEMAS.filter(path => !paths.includes(path)).map(
      path => `${path} is missing`,
    ),
  ];
}

/** What is wrong with a package.json anywhere in the plugin. */
export function flawsOfManifest(path, manifest) {
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  const all = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  const scripts = Object.values(manifest.scripts || {}).join('\n');
  return [
    ...Object.entries(all)
      .filter(([, range]) => /^(workspace|link|portal):/.test(range))
      .map(([name, range]) => `${path} names ${name}@${range}`),
    ...(manifest.gypfile ||
    /node-gyp|prebuild-install|node-pre-gyp/.test(scripts)
      ? [`${path} compiles something`]
      : []),
  ];
}

/** What is wrong with the plugin's own package.json. */
export function flawsOfPlugin(manifest, original, backstage) {
  const field = manifest.backstage || {};
  const flaws = {
    [`its name is ${manifest.name}`]:
      manifest.name !== `${original.name}-dynamic`,
    [`its version is ${manifest.version}`]:
      manifest.version !== original.version,
    [`backstage.role is ${field.role}`]: ![
      'backend-plugin',
      'backend-plugin-module',
    ].includes(field.role),
    'backstage.pluginId is missing': !field.pluginId,
    [`backstage.supported-versions is ${field['supported-versions']}`]:
      field['supported-versions'] !== backstage,
    'its dependencies are not bundled': manifest.bundleDependencies !== true,
    'it has scripts': Object.keys(manifest.scripts || {}).length > 0,
  };
  return Object.keys(flaws).filter(flaw => flaws[flaw]);
}

/** Whether a schema says what `catalog.providers.modelCatalog` may hold. */
function hasSchema(stage, path) {
  return readFileSync(join(stage, path), 'utf8').includes('"modelCatalog"');
}

function flawsOfContents(stage, files) {
  const flaws = [];
  for (const path of files) {
    const bytes = readFileSync(join(stage, path));
    if (bytes.includes(root))
      flaws.push(`${path} names a folder of this machine`);
    if (bytes.length > MAX_FILE_BYTES)
      flaws.push(
        `${path} has ${bytes.length} bytes; installers take ${MAX_FILE_BYTES}`,
      );
  }
  return flaws;
}

/** How much a staged plugin is: files, bytes, and the largest file. */
export function sizeOf(stage, files) {
  const sizes = files.map(path => ({
    path,
    bytes: statSync(join(stage, path)).size,
  }));
  const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0);
  const largest = sizes.reduce((most, each) =>
    each.bytes > most.bytes ? each : most,
  );
  return { files: sizes.length, bytes, largest };
}

/**
 * Everything for which a hub would refuse a staged plugin, or should: a
 * sentence each, none if it is as it has to be.
 */
export function auditPlugin(stage, files, { original, backstage }) {
  const manifest = readJson(join(stage, 'package.json'));
  const { bytes } = sizeOf(stage, files);
  return [
    ...flawsOfPaths(files),
    ...files
      .filter(isManifest)
      .flatMap(path => flawsOfManifest(path, readJson(join(stage, path)))),
    ...flawsOfPlugin(manifest, original, backstage),
    ...SCHEMAS.filter(path => files.includes(path))
      .filter(path => !hasSchema(stage, path))
      .map(path => `${path} says nothing of modelCatalog`),
    ...missingPackages(stage, files, manifest),
    ...flawsOfContents(stage, files),
    ...(bytes > MAX_PLUGIN_BYTES
      ? [`it has ${bytes} bytes; ${MAX_PLUGIN_BYTES} are the limit`]
      : []),
  ];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inRoot } from './paths.mjs';

/** The module that reads `deploy/` where it runs from sources, and the folders that it names. */
const MODULE = /model-catalog-bridge\/src\/tools\/init\/templates\.ts$/;

function foldersIn(source) {
  const [, list = ''] = /const FOLDERS = \[([^\]]*)\]/.exec(source) ?? [];
  return [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name);
}

function filesBelow(folder) {
  const deploy = inRoot('deploy');
  return readdirSync(join(deploy, folder), {
    withFileTypes: true,
    recursive: true,
  })
    .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => [
      relative(deploy, path).split(sep).join('/'),
      readFileSync(path, 'utf8'),
    ]);
}

/** Puts the files of `deploy/` into the bundle that writes manifests, which has no repository around it. */
export const deployFiles = () => ({
  name: 'deploy-files',
  setup(build) {
    build.onLoad({ filter: MODULE }, ({ path }) => {
      const folders = foldersIn(readFileSync(path, 'utf8'));
      const files = Object.fromEntries(folders.flatMap(filesBelow));
      return {
        contents: `export const templates = () => (${JSON.stringify(files)});`,
        loader: 'js',
      };
    });
  },
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

// In the bundle this module is another one, which has the files inside.
// eslint-disable-next-line no-restricted-syntax
const DEPLOY = resolve(__dirname, '../../../../../deploy');

/** The folders of `deploy/` that manifests are made of. */
const FOLDERS = [
  'account',
  'helm',
  'names',
  'operator',
  'overlays',
  'rbac',
  'separate',
];

/**
 * The files of `deploy/`, by their paths in it. Read from the repository here;
 * the bundle has them inside (scripts/lib/deployFiles.mjs).
 */
export function templates(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(DEPLOY, folder), {
      withFileTypes: true,
      recursive: true,
    })) {
      if (entry.isFile() && entry.name.endsWith('.yaml')) {
        const path = join(entry.parentPath, entry.name);
        files[relative(DEPLOY, path).split(sep).join('/')] = readFileSync(
          path,
          'utf8',
        );
      }
    }
  }
  return files;
}

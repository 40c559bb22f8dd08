import { existsSync, readdirSync } from 'fs';
import { join, relative, resolve } from 'path';

/** The repository. */
export const ROOT = resolve(__dirname, '../../..');
/** What users apply. */
export const DEPLOY = join(ROOT, 'deploy');

/** A file of the folder beside the repository with schemas of others, or why there is none. */
export function sharedFile(path: string): string | undefined {
  const shared = process.env.MODEL_CATALOG_SHARED || join(ROOT, '../shared');
  const file = join(shared, path);
  return existsSync(file) ? file : undefined;
}

/** Every file below a folder, as a path in it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

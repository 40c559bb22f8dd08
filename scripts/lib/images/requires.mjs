import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';

const OURS = /^(dist|embedded\/[^/]+\/dist)\/.*\.js$/;

/** The packages that a built file asks for: bare names in require() and import(). */
export function packagesAskedFor(code) {
  const calls = /\b(?:require|import)\(\s*(['"])([^'"]+)\1\s*\)/g;
  return (
    [...code.matchAll(calls)]
      .map(match => match[2])
      // What a newer Node brings is asked for where it is there.
      .filter(
        name =>
          !name.startsWith('.') &&
          !name.startsWith('node:') &&
          !isBuiltin(name),
      )
  );
}

const packageOf = specifier =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Where a staged plugin finds what a file of it asks for, undefined if it does not. */
function found(stage, path, specifier) {
  try {
    return createRequire(join(stage, path)).resolve(specifier);
  } catch {
    return undefined;
  }
}

/**
 * What our built files ask for and would not get, as a sentence each.
 *
 * | asked for | is there | peer | fine |
 * |---|---|---|---|
 * | `@backstage/...` | - | yes | yes: the hub has it |
 * | `@backstage/...` | - | no | no: nobody says that the hub has to have it |
 * | else | in the plugin | - | yes |
 * | else | elsewhere, or nowhere | - | no |
 */
export function missingPackages(stage, files, manifest) {
  const peers = manifest.peerDependencies || {};
  const flaws = new Set();
  for (const path of files.filter(each => OURS.test(each))) {
    const code = readFileSync(join(stage, path), 'utf8');
    for (const specifier of packagesAskedFor(code)) {
      const name = packageOf(specifier);
      const isThere = name.startsWith('@backstage/')
        ? name in peers
        : Boolean(found(stage, path, specifier)?.startsWith(`${stage}/`));
      if (!isThere) flaws.add(`${path} needs ${specifier}, which is not in it`);
    }
  }
  return [...flaws];
}

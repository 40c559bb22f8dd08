import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, root } from './paths.mjs';

/** What ships: the bridge's bundle and the plugins, with the packages inside them. */
export const SHIPPED = [
  'packages/model-catalog-bridge',
  'packages/model-catalog-common',
  'packages/model-catalog-connection',
  'packages/model-catalog-maas',
  'packages/model-catalog-node',
  'packages/model-catalog-service',
  'plugins/catalog-backend-module-model-catalog',
  'plugins/catalog-techdoc-url-reader-backend',
];

/** Licences under which anybody may ship our artifacts; each asks for no more than to be named. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

const json = path => JSON.parse(readFileSync(path, 'utf8'));

/** Whether an SPDX expression of names, AND and OR allows to ship. */
export function isAllowed(expression) {
  if (typeof expression !== 'string') return false;
  const text = expression.replace(/[()]/g, ' ').trim();
  const allows = part => ALLOWED.has(part.trim());
  return / AND /.test(text)
    ? text.split(/ AND | OR /).every(allows)
    : text.split(/ OR /).some(allows);
}

/** The licence that a package.json names, in the old forms too. */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'object' && license !== null) return license.type;
  if (license === undefined && Array.isArray(licenses))
    return licenses.map(({ type }) => type).join(' OR ');
  return license;
}

/** The folder of a package as `from` finds it. */
function folderOf(name, from) {
  for (let dir = from; dir.startsWith(root); dir = dirname(dir)) {
    const folder = join(dir, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return undefined;
}

/**
 * What ships beside our own code, by folder. Packages of Backstage are the
 * hub's own: what they need is not followed.
 */
function shippedBeside(folders) {
  const found = new Map();
  const waiting = [...folders];
  for (let dir = waiting.pop(); dir; dir = waiting.pop()) {
    const { dependencies = {} } = json(join(dir, 'package.json'));
    for (const [name, range] of Object.entries(dependencies)) {
      const folder = range.startsWith('workspace:')
        ? undefined
        : folderOf(name, dir);
      if (folder && !found.has(folder)) {
        found.set(folder, json(join(folder, 'package.json')));
        if (!name.startsWith('@backstage/')) waiting.push(folder);
      }
    }
  }
  return found;
}

/** What is wrong with the range of a direct dependency. */
export function flawOfRange(name, range, lock) {
  if (!/^[~^]?\d+(\.\d+){0,2}(-[\w.]+)?$/.test(range))
    return `${name}@${range} is no version of the registry`;
  return lock.includes(`${name}@npm:${range}`)
    ? undefined
    : `${name}@${range} is not pinned in yarn.lock`;
}

const needsReason = name => !/^@(backstage|types|model-catalog)\//.test(name);

/**
 * What is wrong with the dependencies of what ships; needs no network.
 *
 * - each is a version of the registry, pinned in yarn.lock
 * - docs/dependencies.md says why it is there
 * - it, and everything that it needs, has a licence on the list
 */
export function dependencyFlaws() {
  const lock = readFileSync(inRoot('yarn.lock'), 'utf8');
  const page = readFileSync(inRoot('docs/dependencies.md'), 'utf8');
  const folders = SHIPPED.map(folder => inRoot(folder));
  const flaws = new Set();
  for (const folder of folders) {
    const { dependencies = {} } = json(join(folder, 'package.json'));
    for (const [name, range] of Object.entries(dependencies)) {
      if (range.startsWith('workspace:')) continue;
      const flaw = flawOfRange(name, range, lock);
      if (flaw) flaws.add(flaw);
      if (needsReason(name) && !page.includes(name))
        flaws.add(`${name} is not in docs/dependencies.md`);
    }
  }
  for (const manifest of shippedBeside(folders).values()) {
    const licence = licenceOf(manifest);
    if (!isAllowed(licence))
      flaws.add(
        `${manifest.name}@${manifest.version} has the licence ${licence}, which is not on the list`,
      );
  }
  return [...flaws];
}

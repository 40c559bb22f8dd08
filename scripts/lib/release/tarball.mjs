import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

const textOf = (block, from, length) =>
  block
    .subarray(from, from + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');

/** The files of an npm package, by their paths in it. */
export function filesOf(tarball) {
  const tar = gunzipSync(tarball);
  const files = new Map();
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    const name = textOf(header, 0, 100);
    if (name === '') break;
    const size = parseInt(textOf(header, 124, 12).trim() || '0', 8);
    const prefix = textOf(header, 345, 155);
    const path = [prefix, name].filter(Boolean).join('/');
    const start = at + BLOCK;
    files.set(
      path.replace(/^package\//, ''),
      tar.subarray(start, start + size),
    );
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

const MAX_BYTES = 10000000;

/** Always there, or what a package may have besides. */
const NEEDED = ['package.json', 'README.md', 'LICENSE'];
const ALLOWED =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|config\.d\.ts|dist\/.+)$/;
const NEVER =
  /(\.test\.|__testUtils__|__fixtures__|\.tsbuildinfo|\.snap$|\.env)/;

/** What is wrong with a package that was packed; each as a sentence. */
export function flawsOfTarball(files) {
  const paths = [...files.keys()];
  const {
    main,
    types,
    version,
    dependencies = {},
  } = JSON.parse(files.get('package.json')?.toString() ?? '{}');
  const bytes = [...files.values()].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  return [
    ...NEEDED.filter(path => !files.has(path)).map(
      path => `${path} is missing`,
    ),
    ...paths
      .filter(path => !ALLOWED.test(path) || NEVER.test(path))
      .map(path => `${path} does not belong there`),
    ...[main, types]
      .filter(path => !path || !files.has(path.replace(/^\.\//, '')))
      .map(path => `main or types is ${path}, which is not in it`),
    ...Object.entries(dependencies)
      .filter(([, range]) => !/^[\^~]?\d/.test(range))
      .map(([name, range]) => `it needs ${name}@${range}`),
    ...(version ? [] : ['version is missing']),
    ...(bytes > MAX_BYTES ? [`it has ${bytes} bytes`] : []),
  ];
}

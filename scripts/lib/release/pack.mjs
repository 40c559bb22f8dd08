import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.mjs';
import { inRoot, logFile } from '../paths.mjs';
import { must } from '../run.mjs';
import { yarn } from '../yarn.mjs';
import { filesOf, flawsOfTarball } from './tarball.mjs';

const fileNameOf = ({ name, version }) =>
  `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;

/** Packs one package as npm gets it; its licence travels with it. */
async function packOne({ folder, manifest }, out) {
  const licence = inRoot(folder, 'LICENSE');
  const own = existsSync(licence);
  const file = join(out, fileNameOf(manifest));
  if (!own) copyFileSync(inRoot('LICENSE'), licence);
  try {
    await must(`Packing ${manifest.name}`, yarn('pack', '--out', file), {
      cwd: inRoot(folder),
      log: logFile(`pack-${folder.split('/')[1]}`),
    });
  } finally {
    if (!own) rmSync(licence);
  }
  return file;
}

/** A default export of CommonJS: how Backstage builds its plugins, and loads them. */
const BACKSTAGE_FORM = 'CJS_WITH_ESMODULE_DEFAULT_EXPORT';

/** What publint says of a tarball, but for suggestions. */
async function publintFlaws(file) {
  // Loaded when it is needed: it is not there before the packages are installed.
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const bytes = readFileSync(file);
  const { messages, pkg } = await publint({
    level: 'warning',
    pack: {
      tarball: bytes.buffer.slice(
        bytes.byteOffset,
        bytes.byteOffset + bytes.byteLength,
      ),
    },
  });
  return messages
    .filter(({ code }) => code !== BACKSTAGE_FORM)
    .map(message => formatMessage(message, pkg, { color: false }));
}

/** Lays the packages out as npm installs them, and loads each; the packages of others are those of this repository. */
function loadFlaws(packed) {
  const home = mkdtempSync(join(tmpdir(), 'packed-'));
  try {
    for (const { manifest, files } of packed) {
      for (const [path, content] of files) {
        const place = join(home, 'node_modules', manifest.name, path);
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, content);
      }
    }
    return packed.flatMap(({ manifest }) => {
      const program = `const it = require(${JSON.stringify(
        manifest.name,
      )}); if (Object.keys(it).length === 0) throw new Error('it exports nothing');`;
      const { status, stderr } = spawnSync(process.execPath, ['-e', program], {
        cwd: home,
        encoding: 'utf8',
        env: {
          ...process.env,
          NODE_PATH: inRoot('node_modules'),
        },
      });
      return status === 0
        ? []
        : [`${manifest.name} cannot be loaded: ${stderr.slice(0, 500)}`];
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Packs every package that was built, and looks at what came of it.
 * @returns the files
 */
export async function packAll(packages, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const packed = [];
  const flaws = [];
  for (const one of packages) {
    const file = await packOne(one, out);
    const files = filesOf(readFileSync(file));
    packed.push({ ...one, file, files });
    const found = [...flawsOfTarball(files), ...(await publintFlaws(file))];
    flaws.push(...found.map(flaw => `${one.manifest.name}: ${flaw}`));
  }
  flaws.push(...loadFlaws(packed));
  if (flaws.length > 0)
    throw new Failure(`What npm would get is not right:\n${flaws.join('\n')}`);
  return packed.map(({ file }) => file);
}

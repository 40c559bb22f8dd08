import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDir, logFile, shown } from './paths.mjs';
import { say } from './progress.mjs';
import { output, run } from './run.mjs';

const PACKAGES = ['mkdocs==1.6.1', 'mkdocs-techdocs-core==1.7.1'];

const venv = join(cacheDir, 'venv');
const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');

const pythonWithVenv = () =>
  output(['python3', '-c', 'import venv, ensurepip']) !== undefined;

// Inside, so that it lives and dies with what it is about.
const marker = join(venv, 'model-catalog.txt');

const installed = () =>
  existsSync(marker) && readFileSync(marker, 'utf8') === PACKAGES.join(' ');

async function install() {
  const log = logFile('mkdocs');
  rmSync(venv, { recursive: true, force: true });
  if ((await run(['python3', '-m', 'venv', venv], { log })) !== 0) return log;
  const pip = [join(bin, 'pip'), 'install', '--quiet'];
  const code = await run([...pip, ...PACKAGES], { log });
  if (code !== 0) return log;
  writeFileSync(marker, PACKAGES.join(' '));
  return undefined;
}

let path;

/**
 * TechDocs builds model cards with mkdocs: puts it into a private Python
 * environment. Without Python everything else works, and one line says so.
 * @returns the PATH that finds mkdocs, undefined when there is none
 */
export function ensureMkdocs() {
  path = path ?? find();
  return path;
}

async function find() {
  if (!installed()) {
    if (!pythonWithVenv()) {
      say(
        'No python3 with venv here (Debian: apt-get install python3-venv): model cards are not rendered, all else works',
      );
      return undefined;
    }
    say(
      'Installing mkdocs, which renders the model cards (about half a minute, beside the rest)',
    );
    const log = await install();
    if (log) {
      say(
        `mkdocs could not be installed (${shown(
          log,
        )}): model cards are not rendered, all else works`,
      );
      return undefined;
    }
  }
  return `${bin}${delimiter}${process.env.PATH}`;
}

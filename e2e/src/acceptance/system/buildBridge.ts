import { execFile } from 'child_process';
import { resolve } from 'path';
import { pathToFileURL } from 'url';
import { promisify } from 'util';

const BUILD = resolve(__dirname, '../../../../scripts/lib/build.mjs');

/** Makes the bridge's bundle as `npm start` does; takes a second. */
export async function buildBridge(): Promise<void> {
  // A process of its own: jest does not run ES modules.
  const program = `const { buildBundles } = await import(${JSON.stringify(
    pathToFileURL(BUILD).href,
  )}); await buildBundles();`;
  await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
  ]);
}

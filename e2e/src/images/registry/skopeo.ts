import { execFile } from 'child_process';
import { mkdir, writeFile } from 'fs/promises';
import { join } from 'path';
import { promisify } from 'util';
import type { ImageTool } from './ImageTool';

const run = promisify(execFile);
const PROGRAM = process.env.SKOPEO ?? 'skopeo';

/** skopeo of this machine, undefined if it has none; SKOPEO names another. */
export async function skopeoVersion(): Promise<string | undefined> {
  try {
    return (await run(PROGRAM, ['--version'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * The settings that a pod brings: that the registry speaks plain HTTP, and
 * that images need no signature. `home` is a folder of the test's own.
 */
async function settings(home: string, host: string): Promise<void> {
  const folder = join(home, '.config/containers');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'registries.conf'),
    `[[registry]]\nlocation = "${host}"\ninsecure = true\n`,
  );
  const policy = { default: [{ type: 'insecureAcceptAnything' }] };
  await writeFile(join(folder, 'policy.json'), JSON.stringify(policy));
}

/** skopeo with exactly the arguments that Developer Hub's installers give it. */
export async function createSkopeo(
  version: string,
  home: string,
  host: string,
): Promise<ImageTool> {
  await settings(home, host);
  const skopeo = async (...args: string[]) =>
    await run(PROGRAM, args, {
      env: { ...process.env, HOME: home },
      encoding: 'buffer',
    });
  return {
    name: version,
    push: async (layout, reference, image) => {
      await skopeo('copy', `oci:${layout}:${reference}`, `docker://${image}`);
    },
    pull: async (image, folder) => {
      await skopeo('copy', `docker://${image}`, `dir:${folder}`);
    },
    manifest: async image => {
      const { stdout } = await skopeo('inspect', '--raw', `docker://${image}`);
      return stdout;
    },
  };
}

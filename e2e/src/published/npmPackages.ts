import { spawnSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import {
  INSTALL_MS,
  keepInstalled,
  type Published,
  type Wanted,
} from './keepInstalled';

/**
 * Published packages in a folder with `node_modules`, without their scripts:
 * what they need of Backstage is theirs, and not what this repository is built
 * with.
 */
export function npmPackages(
  wanted: Wanted,
  env: NodeJS.ProcessEnv = process.env,
): Published {
  const install = (dir: string) => {
    writeFileSync(join(dir, 'package.json'), '{"private": true}\n');
    const { status } = spawnSync(
      'npm',
      [
        ...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
        ...['--no-save', '--loglevel=error', ...wanted.packages],
      ],
      { cwd: dir, timeout: INSTALL_MS, env },
    );
    return status === 0
      ? undefined
      : `npm could not install ${wanted.packages.join(' ')}`;
  };
  return keepInstalled(wanted, install, env);
}

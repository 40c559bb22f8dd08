import { existsSync } from 'fs';
import { mkdir, mkdtemp, rename, rm } from 'fs/promises';
import { basename, dirname, join } from 'path';
import { runTool, type ToolRun } from '../../realServers/runTool';
import { type FoundKeycloak, KEYCLOAK } from './findKeycloak';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${KEYCLOAK}:zip`;

async function succeed(run: Omit<ToolRun, 'env'>): Promise<void> {
  const { code, output } = await runTool({ ...run, env: process.env });
  if (code === 0) return;
  const what = [run.command, ...run.args].join(' ');
  throw new Error(`${what} ended with ${code}; it said last:\n${output}`);
}

/**
 * Has Maven unpack Keycloak into the cache and builds it for a database in
 * memory, once: half a minute and 170 MB.
 *
 * @throws Error with what Maven or Keycloak's build said
 */
export async function fetchKeycloak(
  { home }: FoundKeycloak,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(home)) return;
  log(`Fetching Keycloak ${KEYCLOAK} (160 MB) and building it, only this once`);
  await mkdir(dirname(home), { recursive: true });
  // Unpacked beside its place and renamed: nobody ever sees half of it.
  const folder = await mkdtemp(`${home}.unfinished-`);
  try {
    await succeed({
      command: 'mvn',
      args: [
        ...['-q', '-B', PLUGIN],
        ...[`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`],
      ],
      cwd: folder,
    });
    const unpacked = join(folder, basename(home));
    await succeed({
      command: 'sh',
      args: ['bin/kc.sh', 'build', '--db=dev-mem'],
      cwd: unpacked,
    });
    await rename(unpacked, home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

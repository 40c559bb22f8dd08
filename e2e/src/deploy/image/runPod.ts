import { spawnSync } from 'child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { z } from 'zod/v4';
import { ROOT } from '../paths';
import { capture } from '../tools/capture';
import { type BridgeImage, unpackInto } from './bridgeImages';
import type { Container } from './containers';

const ran = z.object({
  code: z.union([z.number(), z.string()]),
  said: z.string(),
});
const seenSchema = z.object({
  error: z.string().optional(),
  uris: z.number().optional(),
  /** What who shows no token is answered. */
  stranger: z.number().optional(),
  shell: z.union([z.number(), z.string()]).optional(),
  write: z.string().optional(),
  logs: z.record(z.string(), z.string()),
  seen: z
    .record(
      z.string(),
      z.object({
        uid: z.string(),
        capabilities: z.string(),
        rssMb: z.number(),
        root: z.string(),
        alive: ran,
        ready: ran,
        ended: z.union([z.number(), z.string()]),
      }),
    )
    .default({}),
});

/** What was seen of a pod that ran and was ended. */
export type SeenPod = z.infer<typeof seenSchema> & { readonly rootfs: string };

/** Why containers cannot be started here from their root file systems; undefined when they can. */
export function whyNoPod(): string | undefined {
  if (process.platform !== 'linux') return 'namespaces are of Linux';
  const { status, stderr } = spawnSync(
    'unshare',
    ['--mount', '--net', 'ip', 'link', 'set', 'lo', 'up'],
    { encoding: 'utf8' },
  );
  return status === 0
    ? undefined
    : `namespaces of its own need root, unshare and ip (${stderr?.trim()})`;
}

/**
 * Starts containers from the unpacked root file system of an image: read-only,
 * with this user, no capabilities, the documented ports, and the simulator
 * beside them as their cluster. With a token for readers they have the volumes
 * of a pod of its own.
 */
export async function runPod(
  image: BridgeImage,
  containers: readonly Container[],
  { uid, readerToken }: { uid: number; readerToken?: string },
): Promise<SeenPod> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-pod-'));
  try {
    // What a container runtime does with its own.
    await chmod(folder, 0o755);
    const rootfs = join(folder, 'rootfs');
    const dir = join(folder, 'simulator');
    await mkdir(rootfs);
    unpackInto(rootfs, image);
    const plan = join(folder, 'plan.json');
    const simulator = join(ROOT, 'packages/rhoai-simulator/dist/cli.cjs');
    const { WorkingDir: workingDir } = image;
    const rest = { rootfs, dir, simulator, workingDir, namespace: 'rhdh' };
    await writeFile(
      plan,
      JSON.stringify({ ...rest, uid, containers, readerToken }),
    );
    const said = await capture('unshare', [
      ...['--mount', '--net', process.execPath],
      ...[join(__dirname, 'pod.mjs'), plan],
    ]);
    return { ...seenSchema.parse(JSON.parse(said)), rootfs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { readFileSync } from 'fs';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { digestOf } from '../../images/digest';
import { filesBelow, ROOT } from '../paths';
import { BRIDGE_CONTEXT, bridgeImages, unpackInto } from './bridgeImages';
import { containersOf } from './containers';
import { runPod, type SeenPod, whyNoPod } from './runPod';

/** As OpenShift gives them to projects: in no passwd. */
const ANY_UID = 1000650000;
const RUN_MS = 3 * 60_000;
// The base of releases has a shell; what is made here has none, and needs none.
const HAS_SHELL = process.env.BRIDGE_IMAGES_SHELL === 'yes';
const NO_POD = whyNoPod();
if (NO_POD) process.stderr.write(`Images are not started: ${NO_POD}\n`);
const itRuns = NO_POD ? it.skip : it;

describe('the images of the bridge', () => {
  const images = bridgeImages();

  it('are four, of the same layers', () => {
    expect(images.map(({ name }) => name)).toEqual([
      'model-catalog-rhoai-normalizer',
      'model-catalog-storage-rest',
      'model-catalog-location-service',
      'model-catalog-bridge',
    ]);
    expect(new Set(images.map(({ layers }) => layers.join())).size).toBe(1);
  });

  it.each(images)('$name tells what it is', ({ name, Labels, User }) => {
    expect(Number(User)).toBeGreaterThan(0);
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': expect.stringMatching(/^\d/),
      'org.opencontainers.image.created': expect.stringMatching(/Z$/),
    });
  });

  const expectWell = (
    pod: SeenPod,
    names: readonly string[],
    stranger = 200,
  ) => {
    expect(pod).toMatchObject({ uris: expect.any(Number), stranger });
    expect(Object.keys(pod.seen)).toEqual(names);
    for (const each of Object.values(pod.seen)) {
      expect(each).toMatchObject({
        uid: `${ANY_UID}`,
        capabilities: '0000000000000000',
        root: pod.rootfs,
        alive: { code: 0 },
        ready: { code: 0 },
        ended: 0,
      });
    }
    expect(pod.write).toContain('EROFS');
    expect(pod.shell === 0).toBe(HAS_SHELL);
    const lines = Object.values(pod.logs).join('').trim().split('\n');
    const odd = lines
      .filter(line => /"level":"(warn|error|fatal)"/.test(line))
      // A machine that has too much else to do.
      .filter(line => !line.includes('ETIMEDOUT'));
    expect(odd).toEqual([]);
  };

  it('are probed by the command that they have', () => {
    const [one] = containersOf('sidecars/one/patch.yaml', images);
    expect(one?.probe).toEqual(['model-catalog-bridge', 'health', one?.role]);
  });

  itRuns.each([
    ['three', ['location', 'storage-rest', 'rhoai-normalizer']],
    ['one', ['model-catalog-bridge']],
  ] as const)(
    'serve the cluster with the env and args of sidecars/%s, as any user, on a read-only root',
    async (sidecars, names) => {
      const [image] = images;
      if (!image) throw new Error('no image');
      const manifest = `sidecars/${sidecars}/patch.yaml`;
      const pod = await runPod(image, containersOf(manifest, images), {
        uid: ANY_UID,
      });
      expectWell(pod, names);
      for (const [name, { rssMb }] of Object.entries(pod.seen)) {
        process.stderr.write(
          `${name}: ${rssMb} MB resident with the demo world\n`,
        );
      }
    },
    RUN_MS,
  );

  itRuns.each(['separate/base/deployment.yaml'])(
    'serve as deploy/%s has it, who shows the token and nobody else',
    async manifest => {
      const [image] = images;
      if (!image) throw new Error('no image');
      const pod = await runPod(image, containersOf(manifest, images), {
        uid: ANY_UID,
        readerToken: 'of-readers',
      });
      expectWell(pod, ['model-catalog-bridge'], 401);
    },
    RUN_MS,
  );
});

describe('the Containerfile', () => {
  const text = readFileSync(join(ROOT, 'image/bridge/Containerfile'), 'utf8');
  const stage = (name: string) =>
    text.split(/^FROM .* AS /m).find(each => each.startsWith(`${name}\n`)) ??
    '';
  const said = (part: string, instruction: string) =>
    new RegExp(`^${instruction} (.+)$`, 'm').exec(part)?.[1] ?? '';

  it.each(bridgeImages())('says of $name what the layout says', image => {
    const own = stage(image.Entrypoint[2] ?? 'all');
    expect(JSON.parse(said(own, 'ENTRYPOINT'))).toEqual(image.Entrypoint);
    expect(JSON.parse(said(own, 'CMD'))).toEqual(image.Cmd);
    expect(own).toContain(`org.opencontainers.image.title=${image.name} `);
    const common = stage('bridge');
    expect(said(common, 'WORKDIR')).toBe(image.WorkingDir);
    expect([...common.matchAll(/^USER (\d+)$/gm)].at(-1)?.[1]).toBe(image.User);
    for (const each of image.Env.filter(one => !one.startsWith('PATH='))) {
      expect(common).toContain(each);
    }
  });

  it('copies what the images have beside their base', async () => {
    const [image] = bridgeImages();
    const unpacked = await mkdtemp(join(tmpdir(), 'program-'));
    try {
      const layers = image?.layers.slice(-1) ?? [];
      if (image) unpackInto(unpacked, { ...image, layers });
      const context = join(BRIDGE_CONTEXT, 'rootfs');
      const of = (folder: string) =>
        filesBelow(folder).map(path => [
          path,
          digestOf(readFileSync(join(folder, path))),
        ]);
      expect(of(context)).toEqual(of(unpacked));
    } finally {
      await rm(unpacked, { recursive: true });
    }
  });
});

import { spawnSync } from 'node:child_process';
import { containerIn, createHolder, holderOf } from './holder';

const facts = {
  host: 'pod-a',
  space: '4026531836',
  pid: 7,
  nonce: 'n1',
  isAlive: (pid: number) => pid === 7 || pid === 8,
};

it.each([
  ['beside us, and its pid is gone', 'pod-a/all/4026531836/9/x', true],
  ['beside us in another role', 'pod-a/rhoai-normalizer/4026531836/9/x', true],
  ['beside us and alive', 'pod-a/all/4026531836/8/x', false],
  ['of our own pid, which may be reused', 'pod-a/all/4026531836/7/x', false],
  ['in another container of this host', 'pod-a/all/4026532999/9/x', false],
  ['on another host', 'pod-b/all/4026531836/9/x', false],
  ['named otherwise', 'somebody', false],
])('says of a holder %s: gone is %s', (_what, name, isGone) => {
  expect(holderOf('all', facts).isGone(name)).toBe(isGone);
});

const POD = '3f7a1c52-0d7e-4f0a-9a53-0c8f0a3a51d2';
const MOUNTS = `512 489 0:98 / / rw,relatime - overlay overlay rw
530 512 8:4 /var/lib/kubelet/pods/${POD}/etc-hosts /etc/hosts rw,relatime - xfs /dev/sda4 rw
531 512 8:4 /var/lib/kubelet/pods/${POD}/volumes/kubernetes.io~secret/token /var/run/t ro - xfs /dev/sda4 rw
532 512 8:4 /var/lib/kubelet/pods/${POD}/containers/rhoai-normalizer/9c1d22aa /dev/termination-log rw,relatime - xfs /dev/sda4 rw
`;

describe('in a container of a pod', () => {
  const container = containerIn(MOUNTS);
  const inPod = holderOf('rhoai-normalizer', { ...facts, container });
  const named = (host: string, place: string) =>
    `${host}/rhoai-normalizer/${place}/1/x`;

  it('a process names pod, container and start', () => {
    expect(inPod.name).toBe(
      `pod-a/rhoai-normalizer/4026531836@${POD}.rhoai-normalizer.9c1d22aa/7/n1`,
    );
    expect(containerIn('512 489 0:98 / / rw - overlay overlay rw')).toBe(
      undefined,
    );
  });

  it.each([
    ['this container as it was before', 'pod-a', 'rhoai-normalizer.77aa', true],
    ['that, and the host was renamed', 'pod-z', 'rhoai-normalizer.77aa', true],
    [
      'this container, with another pid',
      'pod-a',
      'rhoai-normalizer.9c1d22aa',
      true,
    ],
    ['another container of this pod', 'pod-a', 'all.77aa', false],
  ])('%s', async (_what, host, rest, isGone) => {
    const other = named(host, `4026531836@${POD}.${rest}`);
    expect(inPod.isGone(other)).toBe(isGone);
  });

  it.each([
    [
      'another pod',
      named(
        'pod-a',
        `4026531836@${POD.replace('3', '4')}.rhoai-normalizer.77aa`,
      ),
    ],
    ['no pod', named('pod-a', '4026531836')],
    ['itself', inPod.name],
  ])('%s is not known to be gone', (_what, other) => {
    expect(inPod.isGone(other)).toBe(false);
  });

  it('is told by a process outside of it that it is not known to be gone', () => {
    expect(
      holderOf('all', facts).isGone(inPod.name.replace('/7/', '/9/')),
    ).toBe(false);
  });
});

it('sees that a real process has ended, and names itself anew each time', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const ours = createHolder('all');
  const [host, role, space, own] = ours.name.split('/');
  expect([role, own]).toEqual(['all', String(process.pid)]);
  expect(createHolder('all').name).not.toBe(ours.name);
  expect(ours.isGone(`${host}/all/${space}/${pid}/x`)).toBe(true);
  expect(ours.isGone(ours.name)).toBe(false);
});

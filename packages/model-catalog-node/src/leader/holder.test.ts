import { spawnSync } from 'node:child_process';
import { createHolder, holderOf } from './holder';

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

it('sees that a real process has ended, and names itself anew each time', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const ours = createHolder('all');
  const [host, role, space, own] = ours.name.split('/');
  expect([role, own]).toEqual(['all', String(process.pid)]);
  expect(createHolder('all').name).not.toBe(ours.name);
  expect(ours.isGone(`${host}/all/${space}/${pid}/x`)).toBe(true);
  expect(ours.isGone(ours.name)).toBe(false);
});

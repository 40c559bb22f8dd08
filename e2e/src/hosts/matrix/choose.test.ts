import { choose } from './choose';
import { HOSTS } from './hosts';

const none = { releases: [], nodes: [], ends: false };

const cells = (wanted: Partial<typeof none> | object) =>
  choose({ ...none, ...wanted }).map(
    ({ host, node }) => `${host.release}/${node}`,
  );

describe('choose', () => {
  it.each([
    ['one cell', { releases: ['1.45.3'], nodes: ['22'] }, ['1.45.3/22']],
    [
      'a host on every Node.js',
      { releases: ['1.42.5'] },
      ['1.42.5/20', '1.42.5/22', '1.42.5/24'],
    ],
    [
      'every host on one Node.js',
      { nodes: ['24'] },
      HOSTS.map(({ release }) => `${release}/24`),
    ],
    [
      'both ends, each on the Node.js of its Developer Hub',
      { ends: true },
      ['1.42.5/22', '1.55.0/24'],
    ],
    [
      'both ends for the acceptance suite',
      { acceptance: true },
      ['1.42.5/22', '1.55.0/24'],
    ],
    [
      'a host on its own Node.js for the acceptance suite',
      { acceptance: true, releases: ['1.49.4'] },
      ['1.49.4/24'],
    ],
  ])('gives %s', (_, wanted, expected) => {
    expect(cells(wanted)).toEqual(expected);
  });

  it('gives every host on every Node.js when nothing is asked for', () => {
    expect(cells({})).toHaveLength(HOSTS.length * 3);
  });

  it.each([
    [{ releases: ['1.0.0'] }, /--host: there is no 1\.0\.0, only 1\.42\.5/],
    [{ nodes: ['18'] }, /--node: there is no 18, only 20, 22, 24/],
  ])('refuses %j', (wanted, message) => {
    expect(() => cells(wanted)).toThrow(message);
  });
});

import { CHECK_IDS } from '../run/Outcomes';
import { mergeRows, Row } from './measured';

const row = (release: string, node: string, rssMb = 1): Row =>
  Row.parse({
    ...{
      release,
      node,
      rssMb,
      startSeconds: 1,
      catalogSeconds: 2,
      seconds: 3,
      load: 1,
    },
    outcomes: Object.fromEntries(
      CHECK_IDS.map(id => [id, { verdict: 'pass' }]),
    ),
  });

describe('mergeRows', () => {
  it('replaces the row of the same host and major of Node.js', () => {
    const before = [row('1.42.5', '22.1.0'), row('1.42.5', '24.1.0')];
    const after = mergeRows(before, [row('1.42.5', '22.9.0', 2)]);
    expect(after.map(({ node, rssMb }) => [node, rssMb])).toEqual([
      ['22.9.0', 2],
      ['24.1.0', 1],
    ]);
  });

  it('orders by release and Node.js as numbers', () => {
    const rows = [row('1.53.0', '20.1.0'), row('1.9.0', '24.1.0')];
    const after = mergeRows(rows, [row('1.9.0', '20.1.0')]);
    expect(after.map(({ release, node }) => `${release}/${node}`)).toEqual([
      '1.9.0/20.1.0',
      '1.9.0/24.1.0',
      '1.53.0/20.1.0',
    ]);
  });
});

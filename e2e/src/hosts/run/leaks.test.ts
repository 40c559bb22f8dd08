import { leaksIn } from './leaks';

const SECRET = 'planted-reader-17';
const planted = { reader: SECRET };

describe('leaksIn', () => {
  it.each([
    ['as it is', `token ${SECRET} refused`],
    ['in base64', `x${Buffer.from(SECRET).toString('base64')}y`],
  ])('finds a token %s', (_, text) => {
    const found = leaksIn(planted, [{ where: 'the log', text }]);
    expect(found).toEqual(['the reader token is in the log']);
  });

  it('finds nothing where there is nothing', () => {
    const seen = [{ where: 'the log', text: 'planted, but another' }];
    expect(leaksIn(planted, seen)).toEqual([]);
  });
});

import { aServer } from '../__testUtils__/builders';
import type { ServerApi } from '../sources/objects';
import { standingApis } from './standingApis';

const SERVER = aServer({ uid: 'one' });
const { id } = SERVER;
const FOUND: ServerApi = { id, definitionDigest: 'd', protocol: 'openai' };
const RESERVED: ServerApi = { id, wantsToken: true };

/** What stands of a server of which this was known, and which tells that now. */
function standing(now: ServerApi, before: ServerApi[], uid = 'one') {
  const known = { apis: before, servers: [SERVER] };
  const { objects } = standingApis(known, [{ ...SERVER, uid }])({
    ...{ objects: [now], held: [], removed: [], refused: [] },
  });
  return objects[0];
}

describe('what stands of what a server told', () => {
  it.each([
    [
      'only that it wants a token: what was known, and that',
      RESERVED,
      [FOUND],
      { ...FOUND, wantsToken: true },
    ],
    [
      'more than that: that alone',
      { ...RESERVED, servedModels: ['m'] },
      [FOUND],
      { ...RESERVED, servedModels: ['m'] },
    ],
    ['that it wants a token, and nothing was known', RESERVED, [], RESERVED],
  ])('%s', (_, now, before, expected) => {
    expect(standing(now, before)).toEqual(expected);
  });

  it('is nothing of another server of its name', () => {
    expect(standing(RESERVED, [FOUND], 'two')).toEqual(RESERVED);
  });

  it('is the very object that was known when it tells no news', () => {
    const known = { ...FOUND, wantsToken: true };

    expect(standing(RESERVED, [known])).toBe(known);
  });
});

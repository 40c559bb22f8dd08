import { eachPage, Page, readPages } from './paging';

const list = { url: 'http://registry/models', maxPages: 5 };
const page = (ids: string[], nextPageToken = '') => ({
  items: ids.map(id => ({ id })),
  nextPageToken,
});

describe('reading all pages', () => {
  it('follows the tokens to the last page', async () => {
    const asked: (string | undefined)[] = [];
    const answers = [page(['1', '2'], 'a'), page(['3', '4'], 'b'), page(['5'])];
    const items = await readPages({
      ...list,
      fetchPage: async token => {
        asked.push(token);
        return answers[asked.length - 1] ?? page([]);
      },
    });
    expect(items).toEqual(['1', '2', '3', '4', '5'].map(id => ({ id })));
    expect(asked).toEqual([undefined, 'a', 'b']);
  });

  it.each([
    [
      'the first page again and again, as 0.3.1 does for a token that it does not know',
      (n: number) => page(['1', '2'], `token-${n}`),
      /answered a page twice \(page 2 starts with 1\)/,
    ],
    [
      'the same token again and again',
      (n: number) => page([`${n}`], 'same'),
      /the same nextPageToken twice \(page 2\)/,
    ],
    [
      'new tokens for ever',
      (n: number) => page([`${n}`], `token-${n}`),
      /has more than 5 pages/,
    ],
    [
      'empty pages for ever',
      (n: number) => page([], `token-${n}`),
      /has more than 5 pages/,
    ],
  ])('ends when the server answers %s', async (_, answer, message) => {
    let count = 0;
    const reading = readPages({
      ...list,
      fetchPage: async () => {
        count += 1;
        return answer(count);
      },
    });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(list.url);
  });
});

describe('reading page by page', () => {
  it('asks for no page that nobody wants', async () => {
    let asked = 0;
    const pages = eachPage({
      ...list,
      fetchPage: async () => {
        asked += 1;
        return page([`${asked}`], `token-${asked}`);
      },
    });
    for await (const [first] of pages) {
      if (first?.id === '2') break;
    }
    expect(asked).toBe(2);
  });
});

describe('a page', () => {
  it.each([
    ['the last one', { items: [], nextPageToken: '', size: 0 }, true],
    ['a nil slice of Go', { items: null }, true],
    ['without items', { nextPageToken: '' }, false],
    ['with items that are no list', { items: {} }, false],
    ['null', null, false],
  ])('%s is read or refused, never taken as empty', (_, raw, isPage) => {
    expect(Page.safeParse(raw).success).toBe(isPage);
  });
});

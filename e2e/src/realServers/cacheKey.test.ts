import { cacheKey } from './cacheKey';

const files = [
  { name: 'go.mod', content: 'module x\n' },
  { name: 'main.go', content: 'package main\n' },
];
const tool = 'go version go1.26.8 linux/amd64';

describe('the key of a build in the cache', () => {
  it('is stable and fit for a file name', () => {
    expect(cacheKey({ files, tool })).toMatch(/^[0-9a-f]{16}$/);
    expect(cacheKey({ files: [...files], tool })).toBe(
      cacheKey({ files, tool }),
    );
  });

  it.each([
    ['another Go', { files, tool: 'go version go1.26.9 linux/amd64' }],
    [
      'another file name',
      { files: [{ ...files[0]!, name: 'go.work' }, files[1]!], tool },
    ],
    [
      'one byte more',
      {
        files: [files[0]!, { ...files[1]!, content: 'package main\n\n' }],
        tool,
      },
    ],
    [
      'a file more',
      { files: [...files, { name: 'go.sum', content: '' }], tool },
    ],
    [
      'text moved between files',
      {
        files: [
          { name: 'go.mod', content: 'module x\nmain.go' },
          { name: '', content: 'package main\n' },
        ],
        tool,
      },
    ],
  ])('changes with %s', (_, inputs) => {
    expect(cacheKey(inputs)).not.toBe(cacheKey({ files, tool }));
  });
});

import fc from 'fast-check';
import { isTag, LICENSE } from '@model-catalog/common';
import { chooseLicense } from './license';
import { knownLicenses } from './licenseTexts';

const SPDX = (id: string) => `https://spdx.org/licenses/${id}.html`;

function choose(...texts: (string | undefined)[]) {
  const reported: string[] = [];
  const claims = texts.map((text, index) => ({ field: `${index}`, text }));
  const license = chooseLicense(claims, (_, reason) => reported.push(reason));
  return { ...license, reported };
}

describe('a licence', () => {
  it.each([
    ['Apache-2.0', ['Apache-2.0']],
    ['apache-2.0', ['Apache-2.0']],
    ['Apache 2.0', ['Apache-2.0']],
    ['  MIT ', ['MIT']],
    ['BSD 3-Clause', ['BSD-3-Clause']],
    ['GPL 3.0', ['GPL-3.0']],
    ['GNU Affero General Public License v3.0', ['AGPL-3.0']],
    ['Creative Commons Attribution 4.0 International', ['CC-BY-4.0']],
    ['Apache-2.0 OR MIT', ['Apache-2.0', 'MIT']],
    ['apache-2.0 or mit', ['Apache-2.0', 'MIT']],
    ['(MIT AND BSD-3-Clause) OR MIT', ['MIT', 'BSD-3-Clause']],
    ['GPL-2.0-or-later WITH Classpath-exception-2.0', ['GPL-2.0-or-later']],
    ['llama3.1', ['llama3.1']],
    ['Llama 3.3 Community License', ['llama3.3']],
    ['gemma', ['gemma']],
    ['Gemma License', ['gemma']],
    ['other', []],
    ['GPL', []],
    ['proprietary', []],
    ['Apache-2.0 OR our own', []],
    ['LicenseRef-internal', []],
    ['constructor', []],
    ['__proto__', []],
    ['(', []],
    ['x'.repeat(300), []],
  ])('%j is %j', (text, ids) => {
    expect(knownLicenses(text).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['a URL', ['https://e.com/l'], 'https://e.com/l', [], undefined, 0],
    [
      'an id',
      ['apache-2.0'],
      SPDX('Apache-2.0'),
      ['license-apache-2-0'],
      'Apache-2.0',
      0,
    ],
    [
      'a licence of a model',
      ['llama3.1'],
      'https://www.llama.com/llama3_1/license/',
      ['license-llama3-1'],
      'llama3.1',
      0,
    ],
    [
      'a URL and an id',
      ['https://e.com/l', 'mit'],
      'https://e.com/l',
      ['license-mit'],
      'MIT',
      0,
    ],
    [
      'an id before the URL of somebody else',
      ['mit', 'https://e.com/l'],
      SPDX('MIT'),
      ['license-mit'],
      'MIT',
      0,
    ],
    [
      'a name before a URL',
      ['Our own', 'https://e.com/l'],
      'https://e.com/l',
      [],
      'Our own',
      0,
    ],
    ['a name', ['Our own'], undefined, [], 'Our own', 1],
    [
      '"other" before an id',
      ['other', 'mit'],
      SPDX('MIT'),
      ['license-mit'],
      'MIT',
      0,
    ],
    ['"other"', ['other'], undefined, [], 'other', 0],
    ['a file', ['file:///l'], undefined, [], 'file:///l', 1],
    ['nothing', [undefined, ' '], undefined, [], undefined, 0],
  ])('by %s', (_, texts, url, tags, annotation, reports) => {
    const license = choose(...texts);
    expect(license.url).toBe(url);
    expect(license.tags).toEqual(tags);
    expect(license.annotations[LICENSE]).toBe(annotation);
    expect(license.reported).toHaveLength(reports);
  });

  it('by an expression links each text', () => {
    expect(choose('Apache-2.0 OR MIT')).toEqual({
      url: SPDX('Apache-2.0'),
      links: [{ title: 'License MIT', url: SPDX('MIT') }],
      tags: ['license-apache-2-0', 'license-mit'],
      annotations: { [LICENSE]: 'Apache-2.0 OR MIT' },
      reported: [],
    });
  });

  it('by anything has links that open and valid tags', () => {
    const piece = fc.constantFrom(
      'MIT',
      'mit',
      ' OR ',
      ' and ',
      ' WITH ',
      '(',
      ')',
      '+',
      'GPL-2.0',
      'https://',
      'x',
      '-',
      ':',
      'DocumentRef-',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), texts => {
        const { url = 'https://none', links, tags } = choose(...texts);
        for (const link of [url, ...links.map(({ url: other }) => other)]) {
          expect(new URL(link).protocol).toMatch(/^https?:$/);
        }
        expect(tags.every(isTag)).toBe(true);
      }),
    );
  });
});

import { stringify } from 'yaml';
import fc from 'fast-check';
import { parseConfigFile } from './parseConfigFile';
import { ConfigFile } from './schema';

/** A key, then words and brackets; or the message of the YAML parser. */
const WITH_PATH = /^([\w-]+|\["|the file|[A-Z])/;

/** Problems that name no path, or are endless. */
function badProblems(text: string): string[] {
  const parsed = parseConfigFile(text);
  const problems = 'problems' in parsed ? parsed.problems : [];
  return problems.filter(
    problem => !WITH_PATH.test(problem) || problem.length > 3000,
  );
}

const keys = [...Object.keys(ConfigFile.shape), '__proto__', 'constructor'];
const inner = [
  ...['name', 'url', 'route', 'namespaces', 'map', 'replace', 'transform'],
  ...['tokens', 'include', 'selector', '__proto__', 'toString', 'default'],
];
const value = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...inner), tie('any'), { maxKeys: 4 }),
  ),
})).any;

describe('whatever the file holds', () => {
  it('any text is read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(badProblems(text)).toEqual([]);
      }),
    );
  });

  it('any value under any key is read or refused with its path', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), document => {
        expect(badProblems(JSON.stringify(document))).toEqual([]);
        expect(badProblems(stringify(document))).toEqual([]);
      }),
    );
  });

  it('bits of YAML in any order do no harm', () => {
    const bits = fc.constantFrom(
      ...['registries:', ' ', '\n', '- ', '&a ', '*a', '{', '}', '[', ']', ','],
      ...['"', "'", '|', '>', '!!binary ', '!!set ', '? ', ': ', '<<: ', '%'],
      ...['---', '...', '\t', '#', '\u0000', '\uFEFF', 'owners', 'x'],
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), parts => {
        expect(badProblems(parts.join(''))).toEqual([]);
      }),
    );
  });

  it('pollutes no prototype', () => {
    parseConfigFile('owners: {transform: {map: {__proto__: {polluted: a}}}}');
    parseConfigFile('{"__proto__": {"polluted": true}}');

    expect('polluted' in {}).toBe(false);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAudit } from '../lib/auditStep.mjs';
import { flawOfRange, isAllowed, licenceOf } from '../lib/dependencies.mjs';

for (const [expression, expected] of [
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['MIT AND GPL-3.0', false],
  ['(MIT AND CC-BY-3.0)', true],
  ['GPL-3.0', false],
  ['SEE LICENSE IN LICENSE', false],
  [undefined, false],
]) {
  test(`the licence ${expression} may ship: ${expected}`, () =>
    assert.equal(isAllowed(expression), expected));
}

test('a licence is read in the old forms too', () => {
  assert.equal(licenceOf({ license: { type: 'MIT' } }), 'MIT');
  assert.equal(
    licenceOf({ licenses: [{ type: 'MIT' }, { type: 'ISC' }] }),
    'MIT OR ISC',
  );
});

const LOCK = '"a@npm:^1.2.3":\n  version: 1.2.4\n';
for (const [range, flaw] of [
  ['^1.2.3', undefined],
  ['^1.2.4', /not pinned/],
  ['*', /no version/],
  ['latest', /no version/],
  ['git+https://example.com/a.git', /no version/],
  ['>=1', /no version/],
]) {
  test(`a dependency on ${range} ${flaw ? 'is a flaw' : 'is pinned'}`, () => {
    const found = flawOfRange('a', range, LOCK);
    if (flaw) assert.match(found, flaw);
    else assert.equal(found, undefined);
  });
}

const FINDING =
  '{"value":"tar","children":{"Issue":"Path traversal","Severity":"high","URL":"https://example.com/1"}}';
test('an audit is clean, has findings, or was not answered', () => {
  assert.deepEqual(readAudit(0, ''), { kind: 'clean' });
  assert.deepEqual(readAudit(1, `x\n${FINDING}\n`), {
    kind: 'found',
    findings: ['tar: Path traversal (high) https://example.com/1'],
  });
  assert.deepEqual(readAudit(1, 'HTTPError: 404'), { kind: 'no-answer' });
});

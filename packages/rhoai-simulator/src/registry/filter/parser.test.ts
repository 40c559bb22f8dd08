import { FilterSyntaxError } from './lexer';
import { Expression, parseFilter } from './parser';

/** Writes an expression with all its parentheses. */
function show(expression: Expression | undefined): string {
  if (!expression) {
    return '';
  }
  if (expression.kind !== 'comparison') {
    return `(${show(expression.left)} ${expression.kind} ${show(
      expression.right,
    )})`;
  }
  const { property, explicitType, operator, value } = expression;
  const type = explicitType ? `:${explicitType}` : '';
  return `[${property}]${type} ${operator} ${JSON.stringify(value)}`;
}

const string = (value: string) => JSON.stringify({ type: 'string', value });
const int = (value: number) => JSON.stringify({ type: 'int', value });
const double = (value: number) => JSON.stringify({ type: 'double', value });
const bool = (value: boolean) => JSON.stringify({ type: 'bool', value });

describe('parseFilter', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['id=1', `[id] = ${int(1)}`],
    ['id = -1', `[id] = ${int(-1)}`],
    ['id>=+7', `[id] >= ${int(7)}`],
    ['a <> 1', `[a] <> ${int(1)}`],
    ['a != 1.5', `[a] != ${double(1.5)}`],
    ['a<.5', `[a] < ${double(0.5)}`],
    ['a <= 1e3', `[a] <= ${double(1000)}`],
    ['a = true', `[a] = ${bool(true)}`],
    ['a = FALSE', `[a] = ${bool(false)}`],
    [`name = 'x'`, `[name] = ${string('x')}`],
    [`name = "x"`, `[name] = ${string('x')}`],
    [`name = "it's"`, `[name] = ${string("it's")}`],
    [`name = 'a\\'b'`, `[name] = ${string("a'b")}`],
    [`name = 'äöü 漢'`, `[name] = ${string('äöü 漢')}`],
    [`name LIKE '%x_'`, `[name] LIKE ${string('%x_')}`],
    [`name ILIKE 'X'`, `[name] ILIKE ${string('X')}`],
    ['id IN (1,2)', `[id] IN [${int(1)},${int(2)}]`],
    ['id IN ()', '[id] IN []'],
    [`a IN ('x')`, `[a] IN [${string('x')}]`],
    ['a.string_value = 1', `[a]:string_value = ${int(1)}`],
    ['a.b.double_value > 1', `[a.b]:double_value > ${int(1)}`],
    ['artifacts.x = 1', `[artifacts.x] = ${int(1)}`],
    ['`API Spec` = "y"', `[API Spec] = ${string('y')}`],
    ['`größe`.int_value < 3', `[größe]:int_value < ${int(3)}`],
    ['`a.b/c` = "y"', `[a.b/c] = ${string('y')}`],
    [
      'a=1 AND b=2 OR c=3',
      `(([a] = ${int(1)} and [b] = ${int(2)}) or [c] = ${int(3)})`,
    ],
    [
      'a=1 OR b=2 AND c=3',
      `([a] = ${int(1)} or ([b] = ${int(2)} and [c] = ${int(3)}))`,
    ],
    [
      '(a=1 OR b=2) AND c=3',
      `(([a] = ${int(1)} or [b] = ${int(2)}) and [c] = ${int(3)})`,
    ],
    ['a=1 -- the rest is a comment', `[a] = ${int(1)}`],
  ])('reads %s', (query, expected) => {
    expect(show(parseFilter(query))).toBe(expected);
  });

  it.each([
    ['id <', '1:5: unexpected token "<EOF>" (expected Value)'],
    ['id', /^1:3: unexpected token "<EOF>" \(expected "="/],
    ['id = x', '1:6: unexpected token "x" (expected Value)'],
    ['= 1', '1:1: unexpected token "=" (expected PropertyRef)'],
    ['(id = 1', '1:8: unexpected token "<EOF>" (expected ")")'],
    ['id = 1 id = 2', '1:8: unexpected token "id"'],
    ['id = 1 AND', /^1:11: unexpected token "<EOF>"/],
    ['id in (1)', /^1:4: unexpected token "in"/],
    ['a=1 and b=2', '1:5: unexpected token "and"'],
    ['NOT a=1', /^1:5: unexpected token "a"/],
    ["name = 'it''s'", '1:12: unexpected token "\'s\'"'],
    ['id = 1\nAND ?', /^2:5: invalid input text/],
    ['id IN (1 2)', '1:10: unexpected token "2" (expected ")")'],
    [`${'('.repeat(500)}a=1${')'.repeat(500)}`, /too deeply nested/],
  ])('refuses %s', (query, message) => {
    expect(() => parseFilter(query)).toThrow(FilterSyntaxError);
    expect(() => parseFilter(query)).toThrow(message);
  });
});

import { Comparison, Expression, Literal, Operator } from './parser';
import { likeMatcher } from './like';

/** The comparison's value does not fit the column; the servers answer 400. */
export class FilterTypeError extends Error {
  constructor() {
    super('invalid filter query, type mismatch or invalid value in comparison');
    this.name = 'FilterTypeError';
  }
}

type Scalar = string | number | boolean;

/** One stored value of a property: the value column it is in, and the value. */
export interface StoredValue {
  readonly type: 'string' | 'int' | 'double' | 'bool';
  readonly value: Scalar;
}

/**
 * How a property of a row is stored.
 * - `column`: a column of fixed type, compared as that type;
 * - `childName`: the name of a child, stored as `parent:name`;
 * - `array`: a list of strings, where `=` means "contains";
 * - `custom`: typed values, chosen by the literal's type or the explicit one.
 */
export type FieldAccess<Row> =
  | {
      readonly kind: 'column';
      readonly type: 'string' | 'int';
      /** Turns names of states into the numbers that are stored. */
      readonly encode?: (text: string) => number;
      read(row: Row): string | number | undefined;
    }
  | { readonly kind: 'childName'; read(row: Row): string }
  | { readonly kind: 'array'; read(row: Row): readonly string[] | undefined }
  | { readonly kind: 'custom'; read(row: Row): readonly StoredValue[] };

export type FieldResolver<Row> = (property: string) => FieldAccess<Row>;
export type Predicate<Row> = (row: Row) => boolean;

/**
 * Turns a parsed filterQuery into a test of rows.
 *
 * @throws FilterTypeError when a literal cannot be compared with its column
 */
export function compileFilter<Row>(
  expression: Expression,
  resolve: FieldResolver<Row>,
): Predicate<Row> {
  if (expression.kind === 'comparison') {
    return compileComparison(expression, resolve(expression.property));
  }
  const left = compileFilter(expression.left, resolve);
  const right = compileFilter(expression.right, resolve);
  return expression.kind === 'and'
    ? row => left(row) && right(row)
    : row => left(row) || right(row);
}

function compileComparison<Row>(
  comparison: Comparison,
  field: FieldAccess<Row>,
): Predicate<Row> {
  switch (field.kind) {
    case 'childName': {
      const test = scalarTest(childNameComparison(comparison), 'string');
      return row => test(field.read(row));
    }
    case 'column': {
      const test = scalarTest(encoded(comparison, field.encode), field.type);
      return row => {
        const value = field.read(row);
        return value !== undefined && test(value);
      };
    }
    case 'array':
      return arrayPredicate(comparison, field.read);
    default:
      return customPredicate(comparison, field.read);
  }
}

/** `name="x"` on a child looks for the end of the stored name, by pattern. */
function childNameComparison(comparison: Comparison): Comparison {
  const { operator, value } = comparison;
  if (isList(value) || value.type !== 'string') {
    return comparison;
  }
  const pattern = value.value;
  const rewrite =
    operator === '=' ||
    (operator === 'LIKE' && !pattern.includes(':') && !pattern.startsWith('%'));
  return rewrite
    ? {
        ...comparison,
        operator: 'LIKE',
        value: { type: 'string', value: `%:${pattern}` },
      }
    : comparison;
}

function encoded(
  comparison: Comparison,
  encode?: (text: string) => number,
): Comparison {
  const { value } = comparison;
  if (!encode || isList(value) || value.type !== 'string') {
    return comparison;
  }
  return { ...comparison, value: { type: 'int', value: encode(value.value) } };
}

function arrayPredicate<Row>(
  { operator, value }: Comparison,
  read: (row: Row) => readonly string[] | undefined,
): Predicate<Row> {
  const wanted = new Set(toList(value).map(literal => String(literal.value)));
  const contains: Predicate<Row> = row =>
    (read(row) ?? []).some(item => wanted.has(item));
  switch (operator) {
    case '=':
    case 'IN':
      return contains;
    case '!=':
    case '<>':
      return row => !contains(row);
    default: {
      const test = operatorTest(
        operator,
        toList(value).map(l => l.value),
      );
      return row => test(JSON.stringify(read(row) ?? []));
    }
  }
}

/**
 * | explicit type | literal | value columns looked at |
 * |---------------|---------|-------------------------|
 * | given         | any     | that one                |
 * | none          | int     | int and double          |
 * | none          | other   | that of the literal     |
 */
function customPredicate<Row>(
  comparison: Comparison,
  read: (row: Row) => readonly StoredValue[],
): Predicate<Row> {
  const literals = toList(comparison.value);
  const explicit = comparison.explicitType?.replace('_value', '');
  const inferred = literals[0]?.type ?? 'string';
  const single = inferred === 'int' ? ['int', 'double'] : [inferred];
  const columns = new Set<string>(explicit ? [explicit] : single);
  if (explicit) {
    const isText = literals.every(literal => literal.type === 'string');
    if (literals.length > 0 && isText !== (explicit === 'string')) {
      throw new FilterTypeError();
    }
  }
  const test = operatorTest(
    comparison.operator,
    literals.map(literal => literal.value),
  );
  return row =>
    read(row).some(stored => columns.has(stored.type) && test(stored.value));
}

function scalarTest(
  { operator, value }: Comparison,
  type: 'string' | 'int',
): (stored: Scalar) => boolean {
  return operatorTest(
    operator,
    toList(value).map(literal => coerce(literal, type)),
  );
}

/** A number in quotes is taken for a number column; nothing else is converted. */
function coerce(literal: Literal, type: 'string' | 'int'): Scalar {
  if (type === 'string') {
    if (literal.type === 'string') {
      return literal.value;
    }
    throw new FilterTypeError();
  }
  if (literal.type === 'bool') {
    throw new FilterTypeError();
  }
  const number = Number(literal.value);
  if (literal.value === '' || !Number.isFinite(number)) {
    throw new FilterTypeError();
  }
  return number;
}

function operatorTest(
  operator: Operator,
  values: readonly Scalar[],
): (stored: Scalar) => boolean {
  if (operator === 'IN') {
    const wanted = new Set(values);
    return stored => wanted.has(stored);
  }
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw new FilterTypeError();
  }
  if (operator === 'LIKE' || operator === 'ILIKE') {
    if (typeof value !== 'string') {
      throw new FilterTypeError();
    }
    const matches = likeMatcher(value, operator === 'ILIKE');
    return stored => typeof stored === 'string' && matches(stored);
  }
  const holds = COMPARE[operator];
  return stored => holds(stored, value);
}

const COMPARE: Record<
  Exclude<Operator, 'IN' | 'LIKE' | 'ILIKE'>,
  (stored: Scalar, value: Scalar) => boolean
> = {
  '=': (stored, value) => stored === value,
  '!=': (stored, value) => stored !== value,
  '<>': (stored, value) => stored !== value,
  '>': (stored, value) => stored > value,
  '>=': (stored, value) => stored >= value,
  '<': (stored, value) => stored < value,
  '<=': (stored, value) => stored <= value,
};

function isList(
  value: Literal | readonly Literal[],
): value is readonly Literal[] {
  return Array.isArray(value);
}

function toList(value: Literal | readonly Literal[]): readonly Literal[] {
  return isList(value) ? value : [value];
}

import { badRequest } from '../errors';
import {
  compileFilter,
  FieldResolver,
  FilterTypeError,
  Predicate,
} from './evaluate';
import { FilterSyntaxError } from './lexer';
import { parseFilter } from './parser';

export type {
  FieldAccess,
  FieldResolver,
  Predicate,
  StoredValue,
} from './evaluate';

/**
 * Compiles a filterQuery, or throws the 400 that the servers answer.
 *
 * @param withHint - whether a refusal says how to write it; 0.3.1 does not
 * @returns a test that accepts all rows when the query is absent or blank
 */
export function filterPredicate<Row>(
  query: string | undefined,
  resolve: FieldResolver<Row>,
  withHint = true,
): Predicate<Row> {
  try {
    const expression = parseFilter(query ?? '');
    return expression ? compileFilter(expression, resolve) : () => true;
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      const reason = `error parsing filter query: ${error.message}`;
      throw badRequest(
        withHint
          ? `invalid filter query syntax: ${reason}${hint(reason)}`
          : `invalid filter query: ${reason}`,
      );
    }
    if (error instanceof FilterTypeError) {
      throw badRequest(error.message);
    }
    throw error;
  }
}

function hint(message: string): string {
  if (message.includes('expected Value')) {
    return (
      '. Hint: String values must be quoted (e.g., name="value"). ' +
      "Numbers and booleans don't need quotes (e.g., id>5, active=true)"
    );
  }
  return message.includes('unexpected token')
    ? '. Check that operators and values are correctly formatted'
    : '';
}

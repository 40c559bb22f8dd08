import type { z } from 'zod/v4';
import type { ControlContext } from './context';

/** What a command answers: a line for people and the same as data. */
export interface CommandResult {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A command of the control API: its input is checked, then it runs. */
export interface Command {
  /** Throws a ZodError for input that does not fit, CommandError for what cannot be done. */
  execute(context: ControlContext, input: unknown): CommandResult;
}

/** Ties a command's input schema to what it does. */
export function command<T>(
  input: z.ZodType<T>,
  run: (context: ControlContext, input: T) => CommandResult,
): Command {
  return {
    execute: (context, raw) => run(context, input.parse(raw)),
  };
}

import { messageOf } from '@model-catalog/node';
import { ConfigError } from '@model-catalog/service';
import type { ToolExit, ToolShell } from './shell';

/**
 * Tells why a tool could not do its work, and what to do next; gives what it
 * ends with. Settings that cannot be used say by themselves what to do.
 */
export function tellFailure(
  { writeError }: Pick<ToolShell, 'writeError'>,
  error: unknown,
  nextStep: string,
): ToolExit {
  if (error instanceof ConfigError) {
    writeError(`${error.message}\n`);
    return 2;
  }
  writeError(`${messageOf(error)}\n${nextStep}`);
  return 1;
}

/** Where nothing better is known. */
export const ASK_DIAGNOSE =
  'model-catalog-bridge diagnose says what is missing\n';

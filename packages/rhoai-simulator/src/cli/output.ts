/** Where a command line program writes; tests put in their own. */
export interface CliOutput {
  out(text: string): void;
  err(text: string): void;
}

/** The process's own stdout and stderr. */
export const PROCESS_OUTPUT: CliOutput = {
  out: text => process.stdout.write(`${text}\n`),
  err: text => process.stderr.write(`${text}\n`),
};

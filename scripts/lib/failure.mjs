/** A failure that is fully said by its message: no stack is printed. */
export class Failure extends Error {}

/**
 * Runs a script's main function and ends the process with the code it gives;
 * its failure is one readable message and exit code 1.
 */
export async function main(run) {
  try {
    process.exit((await run(process.argv.slice(2))) ?? 0);
  } catch (error) {
    const text = error instanceof Failure ? error.message : error.stack;
    process.stderr.write(`\n${text}\n`);
    process.exit(1);
  }
}

import { main } from '../../cli';

/** Runs a command in this process, and gives what it wrote. */
export async function runTool(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await main(argv, {
    environment,
    signal: new AbortController().signal,
    write: text => out.push(text),
    writeError: text => errors.push(text),
  });
  return { code, out: out.join(''), errors: errors.join('') };
}

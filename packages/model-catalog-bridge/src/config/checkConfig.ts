import { readConfigFile } from '@model-catalog/service';

/** Tells what is wrong with a configuration file; gives the exit code. */
export async function checkConfig(
  path: string,
  { json, write }: { json: boolean; write: (text: string) => void },
): Promise<0 | 2> {
  const read = await readConfigFile(path);
  const problems = 'problems' in read ? read.problems : [];
  const isValid = problems.length === 0;
  if (json) {
    const result = { file: path, valid: isValid, problems };
    write(`${JSON.stringify(result, undefined, 2)}\n`);
  } else if (isValid) {
    write(`${path} can be used\n`);
  } else {
    write(problems.map(problem => `${path}: ${problem}\n`).join(''));
  }
  return isValid ? 0 : 2;
}

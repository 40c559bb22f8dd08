import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The validator is an ES module, which Jest does not load.
const VALIDATE = `
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
const documents = JSON.parse(readFileSync(process.argv[1], 'utf8'));
const results = [];
for (const document of documents) {
  const { valid, errors } = await new Validator().validate(document);
  results.push(valid ? '' : JSON.stringify(errors));
}
console.log(JSON.stringify(results));
`;

/** What a validator of OpenAPI documents says against each; empty when nothing. */
export function flawsOf(documents: readonly object[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
  try {
    const file = join(folder, 'definitions.json');
    writeFileSync(file, JSON.stringify(documents));
    const args = ['--input-type=module', '-e', VALIDATE, file];
    const answer = execFileSync(process.execPath, args, {
      cwd: __dirname,
      encoding: 'utf8',
    });
    return JSON.parse(answer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

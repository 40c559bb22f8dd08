import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openApiDocument } from './document';

const DOCS = resolve(__dirname, '../../../../../docs/reference');

// The validator is an ES module, which Jest does not load.
const VALIDATE = `
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
const document = JSON.parse(readFileSync(0, 'utf8'));
const { valid, errors } = await new Validator().validate(document);
console.log(valid ? '' : JSON.stringify(errors));
`;

describe('the OpenAPI document of the location service', () => {
  it('is one', () => {
    const flaws = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', VALIDATE],
      {
        cwd: __dirname,
        encoding: 'utf8',
        input: JSON.stringify(openApiDocument()),
      },
    );

    expect(flaws.trim()).toBe('');
  });

  it('is in the reference as it is served', async () => {
    const text = await readFile(resolve(DOCS, 'location-api.json'), 'utf8');

    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });

  it('is explained, route by route', async () => {
    const page = await readFile(resolve(DOCS, 'location-api.md'), 'utf8');

    expect(
      Object.keys(openApiDocument().paths).filter(path => !page.includes(path)),
    ).toEqual([]);
  });
});

import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { DEPLOY } from '../../deploy/paths';
import { CASES, KEY } from './cases';
import { nameOfPolicy, POLICY, rewrite } from './gateway';
import { luaEngines } from './lua';

jest.setTimeout(30_000);

describe.each(luaEngines())('remove-bearer in $name', engine => {
  it.each(CASES)('makes of %j %j: %s', (header, becomes) => {
    const written = becomes === undefined ? [] : [['Authorization', becomes]];
    expect(rewrite(engine, [header])).toEqual([written]);
  });

  it('leaves a request without the header alone', () => {
    expect(rewrite(engine, [undefined])).toEqual([[]]);
  });

  it('keeps nothing of a request for the next one', () => {
    expect(rewrite(engine, [`Bearer ${KEY}`, undefined, 'Bearer x'])).toEqual([
      [['Authorization', KEY]],
      [],
      [['Authorization', 'x']],
    ]);
  });

  it('writes no byte but visible ones, wherever another one is', () => {
    const bytes = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i));
    const keys = bytes.flatMap(byte => [`a${byte}b`, `${byte}b`, `a${byte}`]);
    const all = rewrite(
      engine,
      keys.map(key => `Bearer ${key}`),
    );
    const values = all.flat().map(([, value]) => value);
    expect(values.filter(value => !/^[!-~]+$/.test(value))).toEqual([]);
    // 94 visible bytes in three places; a space or tab around the key is no part of it.
    expect(values).toHaveLength(94 * 3 + 4);
  });

  it('takes no long time for a long header', () => {
    const spaces = ' '.repeat(30_000);
    const headers = [
      `Bearer${spaces}`,
      `Bearer${spaces}a b`,
      `Bearer ${'a '.repeat(15_000)}`,
    ];
    expect(rewrite(engine, headers)).toEqual([[], [], []]);
  });

  it('calls itself as its manifest does', () => {
    const { name, version } = manifest();
    expect(nameOfPolicy(engine)).toBe(`${name} ${version}`);
  });
});

const schemaSchema = z.object({
  $schema: z.string(),
  name: z.string(),
  summary: z.string(),
  version: z.string(),
  configuration: z.looseObject({}),
});

const manifest = () =>
  schemaSchema.parse(
    JSON.parse(readFileSync(join(POLICY, 'apicast-policy.json'), 'utf8')),
  );

it("is offered in the tenant's list as the gateway knows it", () => {
  const file = 'maas/3scale/remove-bearer/custom-policy-definition.yaml';
  const { spec } = z
    .object({ spec: z.object({ schema: schemaSchema }) })
    .parse(parse(readFileSync(join(DEPLOY, file), 'utf8')));
  expect(spec.schema).toEqual(manifest());
});

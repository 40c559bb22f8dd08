import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lean } from '../lib/lean.mjs';
import { inRoot } from '../lib/paths.mjs';

const load = createRequire(inRoot('package.json'));

let dir;
let plain;
let lazy;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lazy-zod-'));
  const outfile = join(dir, 'zod.cjs');
  await load('esbuild').build({
    entryPoints: [load.resolve('zod/v4').replace(/\.cjs$/, '.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [lean()],
  });
  plain = load('zod/v4').z;
  lazy = load(outfile).z;
});
after(() => rmSync(dir, { recursive: true, force: true }));

/** One schema of each class whose methods come late, and of some that build on them. */
const SCHEMAS = {
  string: z => z.string(),
  email: z => z.string().email(),
  number: z => z.number(),
  array: z => z.array(z.string()),
  object: z => z.object({ a: z.string().optional() }),
  union: z => z.union([z.string(), z.number()]),
  nullish: z => z.string().nullish(),
};

/** Everything that can be called on a value, its own or its class's. */
function methodsOf(schema) {
  const names = new Set();
  for (
    let at = schema;
    at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    Object.getOwnPropertyNames(at).forEach(name => names.add(name));
  }
  names.delete('constructor');
  return [...names].filter(name => typeof schema[name] === 'function').sort();
}

for (const [name, make] of Object.entries(SCHEMAS)) {
  test(`${name} has the methods that zod gives it`, () => {
    assert.deepEqual(methodsOf(make(lazy)), methodsOf(make(plain)));
  });
}

const VALUES = [
  '',
  'a',
  'a@b.cd',
  3,
  -1,
  1.5,
  undefined,
  null,
  [],
  ['a'],
  {},
  { a: 'b', c: 1 },
];

const PARSERS = {
  trimmed: z => z.string().trim().min(1).max(3).toLowerCase(),
  counted: z => z.number().int().min(0).optional(),
  listed: z => z.array(z.string().nullish()).min(1).catch(['none']),
  strict: z => z.object({ a: z.string() }).strict(),
  loose: z => z.object({ a: z.string() }).loose().extend({ c: z.number() }),
  partly: z =>
    z.object({ a: z.string(), b: z.number() }).partial().omit({ b: true }),
  piped: z =>
    z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(2)),
  refined: z =>
    z
      .string()
      .refine(text => text !== 'a', 'not a')
      .default('d')
      .readonly(),
};

for (const [name, make] of Object.entries(PARSERS)) {
  test(`${name} says the same of every value`, () => {
    for (const value of VALUES) {
      const outcome = z => {
        const { success, data, error } = make(z).safeParse(value);
        return { success, data, issues: error?.issues };
      };
      assert.deepEqual(outcome(lazy), outcome(plain));
    }
  });
}

test('a method keeps its schema when it is taken from it', () => {
  const { optional, safeParse } = lazy.string();
  assert.equal(optional().safeParse(undefined).success, true);
  assert.equal(safeParse(1).success, false);
});

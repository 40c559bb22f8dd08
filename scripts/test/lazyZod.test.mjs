import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { lazyZod } from '../lib/lazyZod.mjs';
import { inRoot } from '../lib/paths.mjs';

const FILE = inRoot('node_modules/zod/v4/classic/schemas.js');
const ZOD = /node_modules\/zod\/v4\/classic\/schemas\.js$/;

/** zod as a program of its own, as it comes or with late methods. */
async function zodOf(isLazy) {
  const { build } = createRequire(inRoot('package.json'))('esbuild');
  const late = {
    name: 'late',
    setup: ({ onLoad }) =>
      onLoad({ filter: ZOD }, ({ path }) => ({
        contents: lazyZod(readFileSync(path, 'utf8')),
      })),
  };
  const { outputFiles } = await build({
    stdin: { contents: "export { z } from 'zod/v4'", resolveDir: inRoot('.') },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs' },
    plugins: isLazy ? [late] : [],
  });
  const module = { exports: {} };
  // eslint-disable-next-line no-new-func
  Function(
    'module',
    'exports',
    'require',
    outputFiles[0].text,
  )(module, module.exports, createRequire(inRoot('package.json')));
  return module.exports.z;
}

const MAKE = {
  any: z => z.any(),
  array: z => z.array(z.string().min(1)).max(2),
  email: z => z.email(),
  enum: z => z.enum(['a', 'b']),
  number: z => z.number().int().min(0).optional(),
  object: z =>
    z.object({ a: z.string().default('x'), b: z.number() }).partial(),
  loose: z => z.looseObject({ a: z.string() }).extend({ c: z.boolean() }),
  record: z => z.record(z.string(), z.number()),
  refined: z =>
    z
      .string()
      .trim()
      .refine(text => text !== 'no'),
  text: z =>
    z
      .string()
      .regex(/^[a-c]+$/)
      .or(z.null())
      .readonly(),
  union: z => z.discriminatedUnion('t', [z.object({ t: z.literal('1') })]),
};
const VALUES = [
  ...[undefined, null, '', 'a', 'no', 'abc', ' a ', 'a@b.io', -1, 1.5, 3],
  ...[
    [],
    ['a'],
    ['a', 'b', 'c'],
    {},
    { a: 1 },
    { a: 'y', b: 2, c: true },
    { t: '1' },
  ],
];

test('the methods of zod that come late do what its own do', async () => {
  const [own, late] = await Promise.all([zodOf(false), zodOf(true)]);
  for (const [name, make] of Object.entries(MAKE)) {
    const [before, after] = [make(own), make(late)];
    for (const method of Object.keys(before)) {
      assert.equal(
        typeof after[method],
        typeof before[method],
        `${name}.${method}`,
      );
    }
    for (const value of VALUES) {
      const [expected, got] = [before.safeParse(value), after.safeParse(value)];
      const textOf = ({ success, data, error }) =>
        JSON.stringify({ success, data, issues: error?.issues });
      assert.equal(
        textOf(got),
        textOf(expected),
        `${name} of ${JSON.stringify(value)}`,
      );
    }
  }
});

test('another zod than the one that is known ends the build and says so', () => {
  const text = readFileSync(FILE, 'utf8');
  const renamed = text.replaceAll('core.$constructor(', 'core.$make(');
  assert.throws(
    () => lazyZod(renamed),
    /zod has no class ZodType in the form that is known/,
  );
  const elsewhere = text.replaceAll('inst.', 'self.');
  assert.throws(() => lazyZod(elsewhere), /other methods than are known here/);
});

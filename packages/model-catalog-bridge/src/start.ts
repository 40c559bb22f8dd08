import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { collectAtRest } from './collectAtRest';
import { keepSmall } from './memory';

/** What the name of a role is made of; anything else is no file of ours. */
const ROLE = /^[a-z][a-z-]*$/;

const fileOf = (name: string) => join(dirname(__filename), `${name}.cjs`);

/**
 * The first file of the program: it loads the bundle of the role that is asked
 * for, and nothing of the others. Everything else (help, checks, mistyped
 * names) is in `tools`. The memory settings come first, as they count for what
 * is loaded after them only.
 */
function start(): void {
  const [name = ''] = process.argv.slice(2);
  keepSmall(name);
  const isRole = ROLE.test(name) && name !== 'main' && existsSync(fileOf(name));
  if (isRole) {
    collectAtRest();
  }
  createRequire(__filename)(fileOf(isRole ? name : 'tools'));
}

start();

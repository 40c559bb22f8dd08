// npm run pack: the packages as npm gets them, each looked at and loaded.
import './lib/node-version.mjs';
import { relative } from 'node:path';
import { main } from './lib/failure.mjs';
import { buildPlugins } from './lib/images/export.mjs';
import { imagePlan } from './lib/images/plan.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readOptions } from './lib/options.mjs';
import { inRoot } from './lib/paths.mjs';
import { packAll } from './lib/release/pack.mjs';
import { publishable } from './lib/release/publishable.mjs';

const HELP = `npm run pack [-- --out DIR] [--no-build]

Builds the packages that npm gets, packs them into DIR (dist/npm), and looks at
them: what is in them, what publint says, whether they can be loaded. Takes
about a minute; with --no-build what is built already is packed, in seconds.
Nothing is published.
`;

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { values, rest } = readOptions(args, ['out']);
  await ensureInstalled();
  if (!rest.includes('--no-build')) await buildPlugins(imagePlan().plugins);
  const files = await packAll(publishable(), values.out ?? inRoot('dist/npm'));
  process.stdout.write(
    `${files.map(file => relative(inRoot(), file)).join('\n')}\n`,
  );
  return 0;
});

import { readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inRoot } from './paths.mjs';

/** The command that runs the pinned Yarn, which comes from the npm registry as any package does. */
export function yarn(...args) {
  const { packageManager } = JSON.parse(
    readFileSync(inRoot('package.json'), 'utf8'),
  );
  const version = /^yarn@([^+]+)/.exec(packageManager)?.[1];
  if (!version)
    throw new Failure('package.json pins no Yarn in "packageManager"');
  const distribution = `@yarnpkg/cli-dist@${version}`;
  return [
    ...['npm', 'exec', '--yes', '--package', distribution],
    ...['--', 'yarn', ...args],
  ];
}

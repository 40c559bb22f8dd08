// npm run version-packages: makes a release of the changesets, in the working tree.
import './lib/node-version.mjs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure, main } from './lib/failure.mjs';
import { readJson, writeJson } from './lib/images/json.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { bin, inRoot } from './lib/paths.mjs';
import {
  bumped,
  summaryOf,
  versionedFiles,
  withRelease,
} from './lib/release/version.mjs';
import { must } from './lib/run.mjs';

const HELP = `npm run version-packages

Takes what is in .changeset, raises the version of every package by it, writes
CHANGELOG.md, and puts the new version into the manifests, the chart and the
docs. Changes files and nothing else: look at them, and commit.
`;

const BRIDGE = 'packages/model-catalog-bridge/package.json';

function rewrite(path, change) {
  const text = readFileSync(inRoot(path), 'utf8');
  const next = change(text);
  if (next !== text) writeFileSync(inRoot(path), next);
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  await ensureInstalled();
  const summaries = readdirSync(inRoot('.changeset'))
    .filter(name => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map(name => readFileSync(inRoot('.changeset', name), 'utf8'))
    .map(summaryOf);
  if (summaries.length === 0)
    throw new Failure('There is nothing to release: .changeset is empty.');
  const { version: before } = readJson(inRoot(BRIDGE));
  await must('Raising the versions', [bin('changeset'), 'version'], {});
  const { version } = readJson(inRoot(BRIDGE));
  writeJson(inRoot('package.json'), {
    ...readJson(inRoot('package.json')),
    version,
  });
  const date = new Date().toISOString().slice(0, 10);
  rewrite('CHANGELOG.md', text =>
    withRelease(text, { version, date, summaries }),
  );
  for (const path of versionedFiles())
    rewrite(path, text => bumped(text, before, version));
  process.stdout.write(`${before} -> ${version}\n`);
  return 0;
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../paths.mjs';

/** Where versions of ours stand in text: images, tags, the chart, what users read. */
const FOLDERS = ['deploy', 'metadata', 'docs'];
/** Pages about what others have, and about what was. */
const NOT_OURS =
  /^docs\/(adr|reference|maas|images)\/|^docs\/dependencies\.md$/;
const FILES = ['packages/model-catalog-bridge/src/tools/init'];

function filesBelow(folder) {
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => path.slice(inRoot().length + 1));
}

/** Every file in which a release changes its own version. */
export const versionedFiles = () =>
  [...FOLDERS, ...FILES]
    .flatMap(filesBelow)
    .filter(path => /\.(yaml|md|ts)$/.test(path) && !NOT_OURS.test(path))
    .sort();

/** The text with the new version in the place of the old one, wherever that stands by itself. */
export function bumped(text, before, now) {
  const old = before.replaceAll('.', '\\.');
  return text.replace(
    new RegExp(`(?<![\\d.])${old}(?!\\.?\\d)`, 'g'),
    () => now,
  );
}

/** What a changeset says, without the packages that it is about. */
export const summaryOf = changeset =>
  changeset.replace(/^---\n[\s\S]*?\n---\n/, '').trim();

/** The list of changes with a release on top of those before. */
export function withRelease(changelog, { version, date, summaries }) {
  const at = changelog.indexOf('\n## ');
  const list = summaries.map(text => `- ${text.replaceAll('\n', '\n  ')}`);
  const section = `\n## ${version}\n\n${date}\n\n${list.join('\n')}\n`;
  return at < 0
    ? `${changelog.trimEnd()}\n${section}`
    : `${changelog.slice(0, at)}${section}${changelog.slice(at)}`;
}

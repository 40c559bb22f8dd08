import { readdirSync } from 'node:fs';
import { Failure } from '../failure.mjs';
import { inRoot } from '../paths.mjs';
import { readJson } from './json.mjs';

/** Each package of this repository by its name: its folder, and its manifest. */
function workspaces() {
  const folders = ['packages', 'plugins'].flatMap(parent =>
    readdirSync(inRoot(parent)).map(name => `${parent}/${name}`),
  );
  return new Map(
    folders.map(folder => {
      const manifest = readJson(inRoot(folder, 'package.json'));
      return [manifest.name, { folder, manifest }];
    }),
  );
}

/**
 * The packages of this repository that a plugin needs, whatever they need
 * included. They are published nowhere, so each has to travel in the plugin.
 */
export function embeddedPackages(manifest, known) {
  const found = new Set();
  const waiting = [manifest];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const [name, range] of Object.entries(next.dependencies || {})) {
      if (!range.startsWith('workspace:') || found.has(name)) continue;
      if (!known.has(name))
        throw new Failure(`${next.name} needs ${name}, which is not here.`);
      found.add(name);
      waiting.push(known.get(name).manifest);
    }
  }
  return [...found].sort();
}

/** The folder that a plugin has in an image, by which Developer Hub's list of plugins names it. */
export const pluginDir = name => name.replace(/^@/, '').replace(/\//g, '-');

/**
 * What is made: the image with all plugins, and the plugins of image/plugins.json.
 * @returns name and title of the image with all; for each plugin its `folder`
 *   in this repository, `dir` in the image, `manifest`, what it `embeds`, and
 *   of what is bundled into one file with it the `parts`
 */
export function imagePlan() {
  const { name, title, plugins, bundled } = readJson(
    inRoot('image/plugins.json'),
  );
  const known = workspaces();
  return {
    name,
    title,
    plugins: plugins.map(folder => {
      const manifest = readJson(inRoot(folder, 'package.json'));
      const needs = (bundled[folder] || []).map(each => [each, 'workspace:^']);
      const [embeds, parts] = [
        manifest,
        { name: manifest.name, dependencies: Object.fromEntries(needs) },
      ].map(each =>
        embeddedPackages(each, known).map(one => ({
          name: one,
          folder: known.get(one).folder,
        })),
      );
      return { folder, dir: pluginDir(manifest.name), manifest, embeds, parts };
    }),
  };
}

/** The tag that export overlays give: the Backstage it was built against, and its own version. */
export function tagOf(version) {
  const backstage = readJson(inRoot('backstage.json')).version;
  return `bs_${backstage}__${version}`;
}

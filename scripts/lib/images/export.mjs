import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { bin, inRoot, logFile, stateDir } from '../paths.mjs';
import { during } from '../progress.mjs';
import { must } from '../run.mjs';
import { yarn } from '../yarn.mjs';
import { bundlePlugin } from './bundle.mjs';
import { writeJson } from './json.mjs';

/** Declarations of just these packages: the rest of the repository may be in the middle of a change. */
async function declarations(folders) {
  const config = inRoot('.model-catalog/images/tsconfig.json');
  mkdirSync(dirname(config), { recursive: true });
  writeJson(config, {
    extends: inRoot('tsconfig.json'),
    include: folders.map(folder => inRoot(folder, 'src')),
    exclude: ['**/node_modules', '**/*.test.ts', '**/__testUtils__'],
    compilerOptions: {
      incremental: false,
      outDir: inRoot('dist-types'),
      rootDir: inRoot(),
    },
  });
  await must('Writing the declarations', [bin('tsc'), '-p', config], {
    log: logFile('image-types'),
  });
}

async function build(folder) {
  await must(`Building ${folder}`, [bin('backstage-cli'), 'package', 'build'], {
    cwd: inRoot(folder),
    log: logFile(`image-build-${folder.split('/')[1]}`),
  });
}

/** Developer Hub's own exporter; it installs what the plugin needs beside it and tries to load it. */
async function exportOne({ folder, embeds }) {
  const embed = embeds.flatMap(({ name }) => ['--embed-package', name]);
  await must(
    `Exporting ${folder}`,
    yarn(
      'run',
      '-T',
      'rhdh-cli',
      'plugin',
      'export',
      '--clean',
      '--no-build',
      ...embed,
    ),
    {
      cwd: inRoot(folder),
      log: logFile(`image-export-${folder.split('/')[1]}`),
    },
  );
}

/** Does the same for each, two at a time: each takes more than one core and half a gigabyte. */
async function twoAtATime(items, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift())
      await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/**
 * Makes `dist-dynamic` of each plugin from its sources: each package is built
 * once, whichever plugins it is embedded in.
 */
export async function exportPlugins(plugins) {
  await buildPlugins(plugins);
  await during('Exporting the plugins', () => twoAtATime(plugins, exportOne));
}

/** Makes `dist` of each plugin, and of each package that is embedded in one. */
export async function buildPlugins(plugins) {
  mkdirSync(stateDir, { recursive: true });
  const folders = [
    ...new Set(
      plugins.flatMap(({ folder, embeds }) => [
        ...embeds.map(each => each.folder),
        folder,
      ]),
    ),
  ];
  await during('Building the packages', async () => {
    await declarations(folders);
    await twoAtATime(folders, build);
    for (const { folder, parts } of plugins)
      if (parts.length > 0) await bundlePlugin(folder);
  });
}

import { readdirSync } from 'node:fs';
import { readJson } from '../images/json.mjs';
import { inRoot } from '../paths.mjs';

/** The packages that npm gets: those of `packages` and `plugins` that are not private. */
export function publishable() {
  return ['packages', 'plugins']
    .flatMap(parent =>
      readdirSync(inRoot(parent)).map(name => `${parent}/${name}`),
    )
    .map(folder => ({
      folder,
      manifest: readJson(inRoot(folder, 'package.json')),
    }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** What is wrong with a package.json before it is packed; each as a sentence. */
export function flawsBeforePacking({ folder, manifest }, { version, names }) {
  const { publishConfig = {}, scripts = {}, files = [], backstage } = manifest;
  const own = Object.entries(manifest.dependencies ?? {}).filter(([, range]) =>
    range.startsWith('workspace:'),
  );
  const flaws = {
    [`version is ${manifest.version}, not ${version}`]:
      manifest.version !== version,
    'license is not Apache-2.0': manifest.license !== 'Apache-2.0',
    'description is missing': !manifest.description,
    'backstage.role is missing': !backstage?.role,
    'publishConfig.access is not public': publishConfig.access !== 'public',
    'publishConfig.main is no file of dist': !/^dist\//.test(
      publishConfig.main ?? '',
    ),
    // Without ./ it would mean dist-dynamic/config.d.ts, too.
    'files has more than dist and ./config.d.ts': files.some(
      name => !['dist', './config.d.ts'].includes(name),
    ),
    'prepack is missing': !scripts.prepack,
    'postpack is missing': !scripts.postpack,
  };
  return [
    ...Object.keys(flaws).filter(flaw => flaws[flaw]),
    ...own
      .filter(([name]) => !names.includes(name))
      .map(([name]) => `it needs ${name}, which is published nowhere`),
  ].map(flaw => `${folder}: ${flaw}`);
}

// npm run test:real: the acceptance suite on the real kube-apiserver, and the packed plugins on real hosts.
import './lib/node-version.mjs';
import { buildBundles } from './lib/build.mjs';
import { Failure, main } from './lib/failure.mjs';
import { acceptanceStep, hostsStep } from './lib/hostsStep.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureMkdocs } from './lib/mkdocs.mjs';
import { readOptions } from './lib/options.mjs';
import { bin } from './lib/paths.mjs';
import { jest, runSteps } from './lib/steps.mjs';

const HELP = `npm run test:real [-- --registry URL --catalog URL] [jest arguments]

Runs the acceptance suite with a real kube-apiserver, which is built on the
first run (minutes; needs Go). Registry and catalog are the simulator's, unless
URLs of servers that already run are given; those are seeded through their own
API under names of their own, and what was registered is archived in the end.
The catalog must have a model with a readme. Tokens for them are read from
REAL_REGISTRY_TOKEN and REAL_CATALOG_TOKEN.

With Python the exported model cards are built by mkdocs, too. With Java 17
and Maven a real Keycloak (fetched once, 160 MB) imports the realm of
deploy/maas/sso and logs users in.

Without any arguments the packed plugins are loaded into the oldest and the
newest Backstage, too, as \`npm run hosts -- --ends\` does, and the acceptance
suite runs on these with one sidecar, with three, with a Deployment for several
hubs and without (\`npm run hosts -- --acceptance\`).
`;

/** The environment that names the servers to use instead of the simulator's. */
function serverEnv({ registry, catalog }) {
  for (const url of [registry, catalog]) {
    if (url && !URL.canParse(url)) throw new Failure(`${url} is no URL.`);
  }
  return {
    ...(registry ? { REAL_REGISTRY_URL: registry } : {}),
    ...(catalog ? { REAL_CATALOG_URL: catalog } : {}),
  };
}

main(async args => {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { values, rest } = readOptions(args, ['registry', 'catalog']);
  await ensureInstalled();
  const mkdocs = await ensureMkdocs();
  const env = {
    ...serverEnv(values),
    ...(mkdocs ? { PATH: mkdocs, HAS_MKDOCS: 'true' } : {}),
  };
  await buildBundles();
  const command = [
    ...[bin('jest'), '--config=e2e/jest.real.config.js', '--runInBand'],
    ...rest,
  ];
  return runSteps([
    { name: 'real servers', run: () => jest('real', command, { env }) },
    ...(args.length === 0 ? [hostsStep, acceptanceStep] : []),
  ]);
});

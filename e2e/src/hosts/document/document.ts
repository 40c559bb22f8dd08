import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HOSTS, NODES } from '../matrix/hosts';
import { flawsOf } from '../cli/table';
import { CHECK_IDS, CHECKS } from '../run/Outcomes';
import { Growth, growthOf, growthRows } from '../growth/growth';
import { Measured, type Row } from './measured';

/** Where the page is. */
export const DOCUMENT = resolve(
  __dirname,
  '../../../../docs/reference/hosts.md',
);

const MEASURED = resolve(__dirname, '../../../hosts/measured.json');
const GROWTH = resolve(__dirname, '../../../hosts/growth.json');

/** What the last runs said, as `npm run hosts -- --save` keeps it. */
export const readMeasured = (): Measured =>
  Measured.parse(JSON.parse(readFileSync(MEASURED, 'utf8')));

/** What `npm run hosts -- --growth --save` kept. */
const readGrowth = (): Growth =>
  Growth.parse(JSON.parse(readFileSync(GROWTH, 'utf8')));

const WORDS = { pass: 'yes', fail: '**no**', skip: 'not run' } as const;

const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rule = (count: number) =>
  rowOf(Array.from({ length: count }, () => '---'));

const seconds = (value: number) => `${value.toFixed(1)} s`;

const hubOf = (release: string) =>
  HOSTS.find(host => host.release === release)?.hub ?? '';

const cellsOf = (row: Row) => [
  row.release,
  hubOf(row.release),
  row.node,
  ...CHECK_IDS.map(id => WORDS[row.outcomes[id].verdict]),
  seconds(row.startSeconds),
  seconds(row.catalogSeconds),
  `${row.rssMb} MB`,
  String(row.load ?? 'not noted'),
];

function results({ rows }: Measured): string[] {
  const head = [
    ...['Backstage', 'Developer Hub', 'Node.js'],
    ...CHECK_IDS.map(id => CHECKS[id].title),
    ...['Ready after', 'Catalog full after', 'Memory', 'Load'],
  ];
  const flaws = flawsOf(rows);
  return [
    rowOf(head),
    rule(head.length),
    ...rows.map(row => rowOf(cellsOf(row))),
    '',
    ...(flaws.length > 0
      ? [...flaws.map(flaw => `- ${flaw}`), '']
      : ['Nothing failed, and nothing was skipped.', '']),
  ];
}

const meanings = () => [
  rowOf(['Column', 'What has to hold']),
  rule(2),
  ...CHECK_IDS.map(id => rowOf([CHECKS[id].title, CHECKS[id].holds])),
  '',
];

const hosts = () => [
  rowOf([
    'Backstage',
    'Developer Hub',
    'Its own Node.js',
    'Packages that are not of this release',
  ]),
  rule(4),
  ...HOSTS.map(({ release, hub, node, differs }) =>
    rowOf([release, hub, String(node), differs.join(', ') || 'none']),
  ),
  '',
];

/** What a hub may grow by when it reads 1,000 models itself. */
const MOST_MB = 100;

function memory(growth: Growth): string[] {
  const { release, node, models, measuredAt, starts } = growth;
  const rounds = starts.filter(({ kind }) => kind === 'none').length;
  const [head = [], ...rows] = growthRows(growth);
  const more = Math.round(growthOf(growth));
  const ofOurs = Math.round(growthOf(growth, 'others'));
  const grown = `a hub without sidecars is ${more} MB larger than without us and ${ofOurs} MB larger than with the same entities of somebody else; ${MOST_MB} MB is the most it may be.`;
  const verdict =
    more <= MOST_MB ? `In all, ${grown}` : `**Not reached:** ${grown}`;
  return [
    '## What the plugins take of memory',
    '',
    `\`npm run hosts -- --growth --models ${models} --save\` on ${measuredAt}: Backstage ${release} on Node.js ${node} and PostgreSQL, ${models} models, every fifth with a server and every tenth with a card; starts in turn, ${rounds} of each kind (five is what the command does unless it is cut short), after collection (\`--expose-gc\` by a signal; the kind of collection that gives freed pages back to the system, as V8 keeps 150 to 300 MB of them for a while after work), 15 seconds after the catalog was full. Each host was asked for its entities by somebody who had signed in, as every hub is. The host without our plugins has an empty catalog; the one with the same entities, from a file, tells what the catalog itself takes for them.`,
    '',
    rowOf(head),
    rule(head.length),
    ...rows.map(rowOf),
    '',
    verdict,
    '',
    ...REST_OF_MEMORY,
  ];
}

const REST_OF_MEMORY =
  `Beyond the heap this is memory that was freed and that glibc keeps in its arenas for the next time (\`malloc_info\`: about 70 MB of what is resident without a sidecar, of which \`malloc_trim\` gives 40 MB back): buffers of the first sync, and what V8 took on its threads to compile. Backstage itself loads Node's \`fetch\`, with a parser in WebAssembly, when one of its plugins first calls another, as signing in does: 12 to 14 MB of each row.
`.split('\n');

const ACCEPTANCE = `## The acceptance suite on hosts

\`npm run hosts -- --acceptance\` runs the acceptance suite (\`e2e/src/acceptance/README.md\`) on the oldest and the newest host: with one sidecar (\`all\`), with three, with a Deployment for several hubs (\`separate\`, newest host), and without (\`none\`: the hub's own plugin reads OpenShift AI). The scenarios are the same; one differs: a hub without sidecars has no ConfigMap that the documented command could print, and the suite looks that there is none. Without sidecars there are two suites more: two clusters with equal names in one hub, and (newest host) two backends on one PostgreSQL. CI runs all of it as part of \`npm run test:real\`.
`.split('\n');

/** The text of docs/reference/hosts.md. */
export function renderDocument(measured: Measured = readMeasured()): string {
  return [
    ...INTRODUCTION,
    `Run on ${measured.measuredAt}:`,
    '',
    ...results(measured),
    ...FIGURES,
    ...meanings(),
    ...SETUP,
    ...hosts(),
    ...ACCEPTANCE,
    ...memory(readGrowth()),
    ...REPEAT,
  ].join('\n');
}

const INTRODUCTION = `# On which hosts the plugins run

Generated from \`e2e/src/hosts\`, \`e2e/hosts/measured.json\` and \`e2e/hosts/growth.json\`; do not edit. \`UPDATE_DOCS=1 npx jest --config=e2e/jest.config.js hosts/document\` writes it anew.

One artifact, built against Backstage 1.42.5, serves every Developer Hub from 1.8 on. Each row below is a run: a Backstage backend of that release on that Node.js, started three times as a process of its own, with the plugins that \`npm run image:plugins\` packs unpacked into its \`dynamic-plugins-root\` and loaded by the loader of Developer Hub (\`@backstage/backend-dynamic-feature-service\`). It reads the bundle of the bridge that ships, and that reads the simulated OpenShift AI of the demo.
`.split('\n');

const FIGURES =
  `The times count from the start of the process with the configuration of RHDH 1.8; Backstage itself is most of them. Load is the machine's load average on 4 cores: where it is above 4, other work ran and the times are too long. Memory is what is resident when the catalog is full, without forced collection: it varies by 100 MB between equal runs, and is Backstage's for the greatest part. The database is SQLite in memory.

## What is looked at
`.split('\n');

const SETUP = `## The hosts

Each is a folder in \`e2e/hosts\` with a lockfile of its own: catalog, TechDocs, sign-in as guest, the backend of the web page (with an empty page) and the loader. The versions are those of the release, except where no package registry that we can use has them.
`.split('\n');

const REPEAT = `## What is not shown

Two runs before these failed one check each while six to nine times as much wanted to run as the machine has cores, and passed when they were repeated: on 1.49.4 with Node.js 20 the catalog was not full within 45 seconds (the provider had sent everything), and on 1.55.0 with Node.js 24 one read of the catalog's own API was cut ("socket hang up"), which is told once as a warning and tried again.

Not covered: a real Developer Hub image with its other plugins, and permission rules; the matrix's own checks run on SQLite only, PostgreSQL is in the acceptance suite; Windows and macOS.

## Run it

\`\`\`console
$ npm run hosts
$ npm run hosts -- --host 1.45.3 --node 22 --json
$ npm run hosts -- --save
$ npm run hosts -- --acceptance --variant none --host 1.42.5
$ npm run hosts -- --growth
\`\`\`

The first run installs hosts and versions of Node.js (${Object.values(
  NODES,
).join(
  ', ',
)}) from the npm registry into \`$MODEL_CATALOG_CACHE\`, else \`~/.cache/model-catalog\`: about 0.4 GB for each host and 0.2 GB for each Node.js. The exit code is 0 when all is well, 1 when a check failed, 2 for a wrong command line. The logs of the last run are in \`.model-catalog/logs/hosts\`. CI runs the oldest and the newest host, each on the Node.js of its Developer Hub (\`--ends\`).
`.split('\n');

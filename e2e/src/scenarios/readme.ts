import type { LoadedScenario } from './loadScenarios';

const INTRODUCTION = `# Scenarios: what the product does, as data

Each file says one thing that is true of the product, and proves it: objects of a cluster, bodies of registries and catalogs, answers of model servers, what happens to them, and the entities that must come of it. The runner (\`e2e/src/scenarios\`) puts the whole bridge in front of them in one process, over real HTTP, with the store in ConfigMaps of a simulated Kubernetes API and a clock that is a hundred times as fast; the entities are made by the plugin and checked by Backstage's own rules, and each relation must lead to an entity that exists.

\`\`\`sh
npm test -- e2e                                             # with everything of that step
npx jest --config=e2e/jest.config.js scenarios.test -t 45-  # one of them
UPDATE_README=1 npx jest --config=e2e/jest.config.js readme # this page
\`\`\`

| key | what it holds |
|---|---|
| \`title\`, \`covers\` | the sentence; defects of the connectors before this one that it shows not to have |
| \`release\` | RHOAI release that registries and catalogs answer as, 3.4 unless given |
| \`without\`, \`rights\` | custom kinds that are not installed; what the bridge's service account may do (everything unless given) |
| \`configured\`, \`environment\`, \`config\` | false: registries and catalogs must be found; settings; the configuration file |
| \`given\` | \`cluster\` (manifests, with status), \`registries\` (rows as the API gives them, artifacts by version), \`catalogs\` (sources, models with artifacts), \`modelServers\` (answers by path) |
| \`expect\` | \`sources\`, \`records\`, \`entities\` (the fields named; lists exactly), \`exactly\`, \`absent\`, \`issues\`, \`noIssues\`, \`cards\`, \`noCards\`, \`log\`, \`requests\`, \`quiet\` |
| \`steps\` | \`then\` (a sentence), changes (\`apply\`, \`delete\`, \`registries\`, \`catalogs\`, \`modelServers\`, \`fail\`, \`heal\`, \`rights\`, \`install\`, \`restart\` with \`environment\` and \`config\`, \`wait\`) and \`expect\` |
| \`{{url NAME}}\`, \`{{host NAME}}\`, \`{{uid NAMESPACE/NAME}}\`, \`{{filler COUNT}}\` | what only the running world knows |
| \`$has\`, \`$hasNot\`, \`$json\`, \`$none\` | in place of a value: some elements or words, none of them, the content of a text, nothing |

A key that is not known is refused with the file and the path.
`;

const cell = (text: string) => text.replaceAll('|', '\\|');

function inOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** The text of e2e/scenarios/README.md: how to read them, what they say, what they cover. */
export function readmeOf(scenarios: readonly LoadedScenario[]): string {
  const linked = ({ file }: LoadedScenario) =>
    `[${file.replace('.yaml', '')}](${file})`;
  const covered = new Map<string, string[]>();
  for (const scenario of scenarios) {
    for (const defect of scenario.covers) {
      const those = covered.get(defect) ?? [];
      covered.set(defect, [...those, linked(scenario)]);
    }
  }
  const rows = [...covered]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([defect, by]) => `| ${cell(defect)} | ${by.join(', ')} |`);
  return [
    INTRODUCTION,
    '## What they say',
    '',
    '| scenario | release | |',
    '|---|---|---|',
    ...scenarios.map(
      scenario =>
        `| ${linked(scenario)} | ${scenario.release} | ${cell(
          scenario.title,
        )} |`,
    ),
    '',
    '## Defects of earlier connectors that they show not to have',
    '',
    "`upstream` is the connector of RHDH 1.8 to 1.10 and its successor as they were reviewed and measured, `rhoai-apis` the review of its Go services; the numbers are those of the reviews' lists.",
    '',
    '| defect | scenario |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

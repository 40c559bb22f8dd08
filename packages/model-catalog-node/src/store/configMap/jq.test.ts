import { execFileSync, spawnSync } from 'node:child_process';
import { ModelCatalog } from '@model-catalog/common';
import { z } from 'zod/v4';
import { configMapHarness, storedModel, storedServer } from '../__testUtils__';
import { SMALL, change, models } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

/** As the documentation has it, behind `oc get configmap bac-import-model -o json`. */
const DOCUMENTED = `jq -r '.binaryData | to_entries[] | "==== \\(.key) ====\\n" + (.value | @base64d | fromjson | .body | @base64d | fromjson | tostring)' | jq -R 'if startswith("==== ") then . else (. | fromjson) end'`;

const decode = (base64: string): unknown =>
  JSON.parse(Buffer.from(base64, 'base64').toString());

/** The same, step by step, where there is no jq. */
function byHand(input: string): string {
  const { binaryData } = z
    .object({ binaryData: z.record(z.string(), z.string()) })
    .parse(JSON.parse(input));
  return Object.entries(binaryData)
    .flatMap(([key, value]) => {
      const { body } = z.object({ body: z.string() }).parse(decode(value));
      return [JSON.stringify(`==== ${key} ====`), JSON.stringify(decode(body))];
    })
    .join('\n');
}

const hasJq = spawnSync('jq', ['--version']).status === 0;
const ways = [
  { way: 'decoded step by step', print: byHand },
  ...(hasJq
    ? [
        {
          way: 'as documented',
          print: (input: string) =>
            execFileSync('sh', ['-c', DOCUMENTED], { input }).toString(),
        },
      ]
    : []),
];

it.each(ways)('prints every record of each shard, $way', async ({ print }) => {
  const harness = await configMapHarness(cluster.client, SMALL);
  const records = [
    ...models(20, {}),
    storedModel(
      'version/main/granite 3.1/日本',
      {},
      { description: '"\n\t$`' },
    ),
    storedServer('server/local/demo/inferenceservice/g'),
  ];
  await change(harness.open(), { upsert: records });
  const shards = (await harness.maps()).filter(({ metadata }) =>
    /^bac-import-model(-\d+)?$/.test(metadata.name),
  );
  expect(shards.length).toBeGreaterThan(1);

  const printed = shards.flatMap(shard =>
    print(JSON.stringify(shard))
      // Each value ends where the next begins: jq spreads them over lines.
      .split(/^(?="==== )/m)
      .map(part => part.replace(/^"==== [-._a-zA-Z0-9]+ ===="\n/, ''))
      .map(text => ModelCatalog.parse(JSON.parse(text))),
  );
  const expected = records.map(({ record }) =>
    record.kind === 'model'
      ? { models: [record.model] }
      : { models: [], modelServer: record.server },
  );
  expect(printed).toHaveLength(expected.length);
  expect(printed).toEqual(expect.arrayContaining(expected));
});

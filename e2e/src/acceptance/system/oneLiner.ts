import { spawnSync } from 'child_process';
import type { ConfigMap } from '../world/Cluster';

/** As it is documented, but for `oc get configmap ... -o json`, whose output comes by standard input. */
const ONE_LINER = `cat | jq -r '.binaryData | to_entries[] | "==== \\(.key) ====\\n" + (.value | @base64d | fromjson | .body | @base64d | fromjson | tostring)' | jq -R 'if startswith("==== ") then . else (. | fromjson) end'`;

/** Whether this machine has what the documented command needs. */
export function hasJq(): boolean {
  return spawnSync('bash', ['-c', 'jq --version']).status === 0;
}

/** What the documented command prints of a ConfigMap: each key and its document. */
export function printed(map: ConfigMap): Map<string, unknown> {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-o', 'pipefail', '-c', ONE_LINER],
    { input: JSON.stringify(map), encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`jq ended with ${status}: ${stderr}`);
  const [, ...parts] = stdout.split(/^"==== (.*) ===="$/m);
  const entries = new Map<string, unknown>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    entries.set(parts[index] ?? '', JSON.parse(parts[index + 1] ?? ''));
  }
  return entries;
}

/** The same without jq. */
export function decoded(map: ConfigMap): Map<string, unknown> {
  const plain = (base64: string) => Buffer.from(base64, 'base64').toString();
  return new Map(
    Object.entries(map.binaryData ?? {}).map(([key, value]) => {
      const { body } = JSON.parse(plain(value));
      const document: unknown = JSON.parse(plain(body));
      return [key, document];
    }),
  );
}

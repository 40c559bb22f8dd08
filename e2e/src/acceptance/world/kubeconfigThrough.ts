import { readFile, writeFile } from 'fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod/v4';

const kubeconfigSchema = z.looseObject({
  clusters: z
    .array(z.looseObject({ cluster: z.looseObject({ server: z.string() }) }))
    .length(1),
  users: z.array(z.looseObject({ user: z.looseObject({}) })).length(1),
  contexts: z.array(z.looseObject({ context: z.looseObject({}) })).length(1),
});

/** Writes a kubeconfig that leads through another loopback port, into a namespace, as another user if a token is given. */
export async function kubeconfigThrough(
  source: string,
  to: { file: string; port: number; namespace: string; token?: string },
): Promise<string> {
  const text = await readFile(source, 'utf8');
  const config = kubeconfigSchema.parse(parse(text));
  for (const { cluster } of config.clusters) {
    cluster.server = `https://127.0.0.1:${to.port}`;
  }
  for (const { user } of config.users) {
    user.token = to.token ?? user.token;
  }
  for (const { context } of config.contexts) {
    context.namespace = to.namespace;
  }
  await writeFile(to.file, stringify(config), { mode: 0o600 });
  return to.file;
}

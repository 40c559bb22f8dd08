import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { DEPLOY } from '../../deploy/paths';

const FILE = 'app-config.extra.yaml';

const ConfigMap = z.object({ data: z.object({ [FILE]: z.string() }) });

/** An entry of `catalog.providers.modelCatalog`. */
export const HubEntry = z.record(z.string(), z.json());
export type HubEntry = z.infer<typeof HubEntry>;

const AppConfig = z.strictObject({
  catalog: z.strictObject({
    providers: z.strictObject({
      modelCatalog: z.strictObject({
        development: HubEntry,
      }),
    }),
  }),
});

const read = (path: string): unknown =>
  parse(readFileSync(join(DEPLOY, path), 'utf8'));

/**
 * What a manifest has for Developer Hub: a file, or a ConfigMap with one. The
 * suite's hubs are told just that, and where else things are on this machine.
 */
export function deployedEntry(path: string): HubEntry {
  const value = read(path);
  const { data } = ConfigMap.safeParse(value);
  const config = AppConfig.parse(data ? parse(data.data[FILE]) : value);
  return config.catalog.providers.modelCatalog.development;
}

/** The same where the location service has another port than the documented one. */
export function onPort(entry: HubEntry, port: string): HubEntry {
  const text = JSON.stringify(entry).replaceAll(':9090', `:${port}`);
  return HubEntry.parse(JSON.parse(text));
}

const Deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z
          .array(
            z.object({
              env: z.array(
                z.object({ name: z.string(), value: z.string().optional() }),
              ),
            }),
          )
          .length(1),
      }),
    }),
  }),
});

/** The environment of the one container of a Deployment; empty where a field of the pod stands. */
export function deployedEnv(path: string): Readonly<Record<string, string>> {
  const { containers } = Deployment.parse(read(path)).spec.template.spec;
  const env = containers.flatMap(container => container.env);
  return Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
}

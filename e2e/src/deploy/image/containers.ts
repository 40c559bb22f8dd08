import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { DEPLOY } from '../paths';
import type { BridgeImage } from './bridgeImages';

const envSchema = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z
    .object({ fieldRef: z.object({ fieldPath: z.string() }) })
    .optional(),
});
const patchSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({
            name: z.string(),
            image: z.string(),
            env: z.array(envSchema),
            args: z.array(z.string()).optional(),
            livenessProbe: z
              .object({
                exec: z.object({ command: z.array(z.string()) }).optional(),
              })
              .optional(),
          }),
        ),
      }),
    }),
  }),
});

/** What Kubernetes knows of a pod; the simulator calls Developer Hub's namespace so. */
const FIELDS: Readonly<Record<string, string>> = {
  'status.podIP': '127.0.0.1',
  'metadata.namespace': 'rhdh',
};

/** One container as it is started: from its image, and exactly what the manifest says. */
export interface Container {
  readonly name: string;
  readonly role: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly probe: readonly string[] | undefined;
}

/** The containers of a manifest in deploy/, from these images. */
export function containersOf(
  path: string,
  images: readonly BridgeImage[],
): Container[] {
  const file = join(DEPLOY, path);
  const patch = patchSchema.parse(parse(readFileSync(file, 'utf8')));
  return patch.spec.template.spec.containers.map(container => {
    const image = images.find(({ name }) =>
      container.image.includes(`/${name}:`),
    );
    if (!image) throw new Error(`no image ${container.image}`);
    const own = container.env.map(({ name, value, valueFrom }) => [
      name,
      value ?? FIELDS[valueFrom?.fieldRef.fieldPath ?? ''] ?? '',
    ]);
    return {
      name: container.name,
      role: image.Entrypoint[2] ?? 'all',
      command: [...image.Entrypoint, ...(container.args ?? image.Cmd)],
      env: Object.fromEntries([
        ...image.Env.map(each => each.split(/=(.*)/s).slice(0, 2)),
        ...own,
      ]),
      probe: container.livenessProbe?.exec?.command,
    };
  });
}

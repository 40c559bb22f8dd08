import { z } from 'zod/v4';
import { isTree, type Tree, textAt } from './render/tree';

const Items = z.array(z.record(z.string(), z.unknown())).default([]);

/** A `Backstage` of the operator, as far as it is added to. */
export const Backstage = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z
    .object({
      application: z
        .object({
          appConfig: z.object({ configMaps: Items }).optional(),
          extraEnvs: z.object({ secrets: Items }).optional(),
          dynamicPluginsConfigMapName: z.string().optional(),
        })
        .optional(),
      deployment: z
        .object({
          patch: z
            .object({
              spec: z
                .object({
                  template: z
                    .object({
                      spec: z.object({ containers: Items }).optional(),
                    })
                    .optional(),
                })
                .optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});
export type Existing = z.infer<typeof Backstage>;

const PLUGINS = 'dynamic-plugins-rhdh';

const LISTS = ['configMaps', 'secrets', 'containers'];

function listsOf({ spec }: Existing): Record<string, readonly Tree[]> {
  const { application, deployment } = spec ?? {};
  return {
    configMaps: application?.appConfig?.configMaps ?? [],
    secrets: application?.extraEnvs?.secrets ?? [],
    containers: deployment?.patch?.spec?.template?.spec?.containers ?? [],
  };
}

/** A merge replaces lists, so ours begin with what is in theirs. */
function withTheirs(
  value: unknown,
  theirs: Readonly<Record<string, readonly Tree[]>>,
): unknown {
  if (!isTree(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (!LISTS.includes(key) || !Array.isArray(one)) {
        return [key, withTheirs(one, theirs)];
      }
      const names = new Set(one.map(each => textAt(each, 'name')));
      const kept = (theirs[key] ?? []).filter(
        each => !names.has(textAt(each, 'name')),
      );
      return [key, [...kept, ...one]];
    }),
  );
}

/**
 * What is written for a Developer Hub that is there already: a patch that
 * keeps what it has, and everything else. Where it has dynamic plugins of its
 * own, `plugins` are the lines to add there.
 */
export function forExisting(
  trees: readonly Tree[],
  existing: Existing,
): { patch?: Tree; rest: Tree[]; plugins?: string } {
  const hub = trees.find(({ kind }) => kind === 'Backstage');
  const own = existing.spec?.application?.dynamicPluginsConfigMapName;
  const hasOwn = own !== undefined && own !== PLUGINS;
  const isPlugins = (tree: Tree) =>
    tree.kind === 'ConfigMap' && textAt(tree, 'metadata', 'name') === PLUGINS;
  const spec = withTheirs(hub?.spec, listsOf(existing));
  if (hasOwn && isTree(spec) && isTree(spec.application)) {
    delete spec.application.dynamicPluginsConfigMapName;
  }
  return {
    // Without a version: it is sent to whichever the cluster prefers.
    patch: { spec },
    rest: trees.filter(tree => tree !== hub && !(hasOwn && isPlugins(tree))),
    ...(hasOwn && {
      plugins: textAt(trees.find(isPlugins), 'data', 'dynamic-plugins.yaml'),
    }),
  };
}

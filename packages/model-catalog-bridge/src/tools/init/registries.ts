import { parse, stringify } from 'yaml';
import type { Answers } from './answers';
import { isTree, merged, type Tree } from './render/tree';

/** Where registries are looked for without any setting. */
const LOOKED_IN = ['rhoai-model-registries', 'odh-model-registries'];

const READERS = ['rhoai-normalizer', 'model-catalog-bridge'];

const isReader = ({ name, image }: Tree) =>
  typeof image === 'string' && READERS.some(one => one === name);

/** With the variable in each container that reads registries. */
function inContainers(value: unknown, registry: string): unknown {
  if (Array.isArray(value)) {
    return value.map(one => inContainers(one, registry));
  }
  if (!isTree(value)) {
    return value;
  }
  if (isReader(value)) {
    const env = Array.isArray(value.env) ? value.env : [];
    const variable = { name: 'REGISTRIES_NAMESPACES', value: registry };
    return { ...value, env: [...env, variable] };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      inContainers(one, registry),
    ]),
  );
}

const isProviders = (value: unknown): value is Tree =>
  isTree(value) && isTree(value.catalog) && isTree(value.catalog.providers);

/** With the namespace in the entry of a hub that reads OpenShift AI itself. */
function inEntry(value: unknown, registry: string): unknown {
  if (typeof value === 'string' && value.includes('modelCatalog:')) {
    return stringify(inEntry(parse(value), registry));
  }
  if (isProviders(value)) {
    const rhoai = { discovery: { namespaces: [registry] } };
    const development = { rhoai };
    const modelCatalog = { development };
    return merged(value, { catalog: { providers: { modelCatalog } } });
  }
  return isTree(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          inEntry(one, registry),
        ]),
      )
    : value;
}

/**
 * Tells the connector the namespace of the registries, where it would not look
 * there, or may not look anywhere else.
 */
export function withRegistries(
  trees: readonly Tree[],
  { variant, registry, rights }: Answers,
): Tree[] {
  if (rights === 'documented' && LOOKED_IN.includes(registry)) {
    return [...trees];
  }
  return trees.flatMap(tree => {
    const told =
      variant === 'none'
        ? inEntry(tree, registry)
        : inContainers(tree, registry);
    return isTree(told) ? [told] : [];
  });
}

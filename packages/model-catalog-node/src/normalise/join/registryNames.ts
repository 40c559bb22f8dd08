import { OPERATOR_NAMESPACES } from '../../discovery/types';
import type { RegistryLink } from '../../sources/objects';

/** What operators put behind the name of a registry to name its host. */
const HOST_SUFFIX = /-(rest|https?)$/;
const GATEWAY_PATH = /^\/model-registry\/([^/]+)/;

/** The name of a registry by the address that its operator gives it. */
function nameInUrl(text: string | undefined): string | undefined {
  const written = text?.includes('://') ? text : `https://${text ?? ''}`;
  if (!text || !URL.canParse(written)) {
    return undefined;
  }
  const { hostname, pathname } = new URL(written);
  const [label = ''] = hostname.split('.');
  const inHost = HOST_SUFFIX.test(label)
    ? label.replace(HOST_SUFFIX, '')
    : undefined;
  return GATEWAY_PATH.exec(pathname)?.[1] ?? inHost;
}

/** Which registries a link may mean, and whether it says which one. */
export type Meant = {
  registries: readonly string[];
  /** Whether the link itself picks them, so that none beside them counts. */
  isNamed: boolean;
};

function called(
  name: string,
  namespace: string | undefined,
  known: ReadonlySet<string>,
): string[] {
  const long = namespace && `${namespace}.${name}`;
  if (long && known.has(long)) {
    return [long];
  }
  if (namespace && !OPERATOR_NAMESPACES.includes(namespace)) {
    return [];
  }
  if (known.has(name)) {
    return [name];
  }
  return namespace
    ? []
    : [...known].filter(other => other.slice(other.indexOf('.') + 1) === name);
}

/**
 * Registries outside of the operators' own namespaces are called
 * `<namespace>.<name>`, the others `<name>`.
 *
 * | label `name` | label `namespace` | known registries | may mean |
 * |---|---|---|---|
 * | a | n | n.a | n.a |
 * | a | n, an operator's default | a | a |
 * | a | n, any other | a, no n.a | none of them: that registry is not read |
 * | a | - | a, perhaps n.a too | a |
 * | a | - | n.a, perhaps m.a, no a | each of them |
 * | absent, but the annotation `url` holds the name a | - | a | as if the label said it |
 * | absent | - | any | all |
 * | names none that is known | any | one alone, whatever its name | that one: given by hand, under another name |
 * | names none that is known | any | several | none of them |
 */
export function meantBy(link: RegistryLink, known: ReadonlySet<string>): Meant {
  const name = link.registry ?? nameInUrl(link.registryUrl);
  const found =
    name === undefined ? [] : called(name, link.registryNamespace, known);
  if (found.length > 0) {
    return { registries: found, isNamed: true };
  }
  const isAlone = known.size === 1 && !link.registryNamespace;
  if (link.registry !== undefined && !isAlone) {
    return { registries: [], isNamed: true };
  }
  return { registries: [...known], isNamed: false };
}

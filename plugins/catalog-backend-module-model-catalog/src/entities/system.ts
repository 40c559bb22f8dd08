import { SYSTEM, isEntityName, parseKey } from '@model-catalog/common';
import { quoted } from './bounds';
import type { EntityContext, EntityInput, Note, Systems } from './types';

type Names = Systems['namespaces'];

/** Whether a name fits a pattern, in which `*` stands for any text. */
function fits(pattern: string, name: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** What is set for the name itself, else for the longest pattern that it fits. */
function chosen(names: Names, name: string): string | undefined {
  if (names && Object.hasOwn(names, name)) {
    return names[name];
  }
  const [best] = Object.entries(names ?? {})
    .filter(([pattern]) => fits(pattern, name))
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  return best?.[1];
}

const REF = /^(?:system:)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\/)?([^/:]+)$/i;

/** What the placeholders stand for, as far as the key of a record says it. */
function originOf({ key: text }: EntityInput): Partial<Record<string, string>> {
  const key = parseKey(text);
  return key?.kind === 'version'
    ? { registry: key.registry }
    : { namespace: key?.namespace, cluster: key?.cluster };
}

function writtenOn(record: EntityInput): string | undefined {
  return record.kind === 'server'
    ? record.server.annotations?.[SYSTEM]?.trim() || undefined
    : undefined;
}

/**
 * The System that the entities of a record are part of, as the configuration
 * says it; the System itself is the hub's own.
 *
 * | annotation `rhdh.io/system` on the server, and it counts | its namespace, or registry, is in the configuration | system |
 * |---|---|---|
 * | yes | - | as written |
 * | no | yes | the one of the name itself, else of the longest pattern |
 * | no | no | `default`, if there is one |
 *
 * `{namespace}`, `{registry}` and `{cluster}` stand for the record's own; one
 * that needs another has none.
 */
export function systemOf(
  record: EntityInput,
  { systems }: EntityContext,
  note: Note,
): string | undefined {
  if (!systems) {
    return undefined;
  }
  const own = originOf(record);
  const written = systems.fromAnnotation ? writtenOn(record) : undefined;
  const wanted =
    written ??
    (own.registry === undefined
      ? chosen(systems.namespaces, own.namespace ?? '')
      : chosen(systems.registries, own.registry)) ??
    systems.default;
  const needed = [...(wanted?.matchAll(/\{(\w+)\}/g) ?? [])];
  if (
    wanted === undefined ||
    needed.some(([, name = '']) => own[name] === undefined)
  ) {
    return undefined;
  }
  const ref = wanted.replace(/\{(\w+)\}/g, (_, name) => own[name] ?? '');
  if (isEntityName(REF.exec(ref)?.[1] ?? '')) {
    return ref;
  }
  note(
    'spec.system',
    `${quoted(ref)} is no reference to a System; none is set`,
  );
  return undefined;
}

import type { Reflector } from '../../kubernetes/reflector';
import { LongTexts } from '../longText';
import type { InferenceServer } from '../objects';
import type { Issue } from '../types';
import { type ParsedServer, serverId } from './describe';
import type { ServingKind } from './kinds';

/** All that is known of the servers of one kind. */
export type Snapshot = {
  objects: readonly InferenceServer[];
  removed: ReadonlySet<string>;
  unreadable: ReadonlySet<string>;
  issues: readonly Issue[];
};

/** Splits a key of the reflector; neither part can hold a slash. */
function partsOf(key: string): [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

function namelessIssue(source: string, kind: string, count: number): Issue {
  return {
    source,
    object: `${kind} (without a name)`,
    field: 'metadata.name',
    reason: `${count} object(s) without a readable name are left out`,
  };
}

/** What the reflector holds, in the terms of a source; made once per change. */
export function createSnapshots(options: {
  id: string;
  kind: ServingKind;
  reflector: Reflector<ParsedServer>;
  isWanted: (namespace: string) => boolean;
}) {
  const { id, kind, reflector, isWanted } = options;
  let made: { revision: number; snapshot: Snapshot } | undefined;
  let texts = new LongTexts();

  const removedIds = () => {
    const ids = new Set<string>();
    for (const key of reflector.removed()) {
      const [namespace, name] = partsOf(key);
      if (isWanted(namespace)) {
        ids.add(serverId(kind.resource, namespace, name));
      }
    }
    return ids;
  };

  const make = (): Snapshot => {
    const objects: InferenceServer[] = [];
    const unreadable = new Set<string>();
    const issues: Issue[] = [];
    texts = new LongTexts();
    for (const [key, parsed] of reflector.objects()) {
      const [namespace, name] = partsOf(key);
      if (!isWanted(namespace)) {
        continue;
      }
      issues.push(...parsed.issues.map(issue => ({ ...issue, source: id })));
      if (!parsed.server) {
        unreadable.add(serverId(kind.resource, namespace, name));
        continue;
      }
      objects.push(parsed.server);
      if (parsed.apiSpec) {
        texts.add(parsed.apiSpec);
      }
    }
    if (reflector.nameless() > 0) {
      issues.push(namelessIssue(id, kind.kind, reflector.nameless()));
    }
    return { objects, removed: removedIds(), unreadable, issues };
  };

  const take = (): Snapshot => {
    const revision = reflector.revision();
    if (made?.revision !== revision) {
      made = { revision, snapshot: make() };
    }
    return made.snapshot;
  };

  return {
    take,
    /** An API definition that one of the current objects names. */
    text: (digest: string): string | undefined => {
      take();
      return texts.get(digest);
    },
  };
}

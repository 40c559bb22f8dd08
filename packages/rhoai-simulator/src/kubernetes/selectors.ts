import type { StoredObject } from './object';
import { badRequest } from './status';

/** Decides whether an object is in the selection. */
export type Selector = (object: StoredObject) => boolean;

const SET = /^(.+?)\s+(in|notin)\s+\(([^)]*)\)$/;

/** `a=b`, `a==b`, `a!=b`, `a`, `!a`, `a in (x,y)`, `a notin (x,y)`, joined by commas. */
export function labelSelector(text: string): Selector {
  const rules = text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(labelRule);
  return object => {
    const labels = object.metadata.labels ?? {};
    return rules.every(rule => rule(labels));
  };
}

type LabelRule = (labels: Readonly<Record<string, string>>) => boolean;

function labelRule(part: string): LabelRule {
  const set = SET.exec(part);
  if (set) {
    const key = set[1] ?? '';
    const values = (set[3] ?? '').split(',').map(value => value.trim());
    return set[2] === 'in'
      ? labels => values.includes(labels[key] ?? '\u0000')
      : labels => !values.includes(labels[key] ?? '\u0000');
  }
  const equality = /^([^!=]+?)\s*(==|!=|=)\s*(.*)$/.exec(part);
  if (equality) {
    const key = equality[1] ?? '';
    const value = equality[3] ?? '';
    return equality[2] === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  if (/^!\s*\S+$/.test(part)) {
    const key = part.slice(1).trim();
    return labels => labels[key] === undefined;
  }
  if (/^[\w./-]+$/.test(part)) {
    return labels => labels[part] !== undefined;
  }
  const operator = /^(==|!=|=|,|\()/.exec(part);
  throw badRequest(
    operator
      ? `found '${operator[1]}', expected: !, identifier, or 'end of string'`
      : `unable to parse requirement: found '${part}', expected: in, notin, =, ==, !=, gt, lt`,
  );
}

/** Only `metadata.name` and `metadata.namespace`, as for every custom resource. */
export function fieldSelector(text: string): Selector {
  const rules = text
    .split(',')
    .filter(Boolean)
    .map(part => {
      const match = /^([^!=]+)(==|!=|=)(.*)$/.exec(part);
      const field = match?.[1] ?? part;
      if (field !== 'metadata.name' && field !== 'metadata.namespace') {
        throw badRequest(`field label not supported: ${field}`);
      }
      const wanted = match?.[3] ?? '';
      const equal = match?.[2] !== '!=';
      return (object: StoredObject) => {
        const actual =
          field === 'metadata.name'
            ? object.metadata.name
            : object.metadata.namespace ?? '';
        return (actual === wanted) === equal;
      };
    });
  return object => rules.every(rule => rule(object));
}

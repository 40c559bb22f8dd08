/** Labels of a Kubernetes object. */
export type Labels = Readonly<Record<string, string>>;

type Requirement = {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'absent';
  values: readonly string[];
};

/** A label selector; all requirements must hold. */
export type LabelSelector = readonly Requirement[];

const KEY = '(?:[a-z0-9.-]{1,253}/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62})';
const VALUE = '[A-Za-z0-9._-]{0,63}';
const SET = new RegExp(
  `^(?<key>${KEY})\\s+(?<operator>in|notin)\\s*\\((?<values>[^()]*)\\)$`,
);
const EQUALITY = new RegExp(
  `^(?<key>${KEY})\\s*(?<operator>==?|!=)\\s*(?<value>${VALUE})$`,
);
const EXISTENCE = new RegExp(`^(?<not>!?)\\s*(?<key>${KEY})$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

function parseSet(part: string): Requirement | undefined {
  const { key, operator, values } = SET.exec(part)?.groups ?? {};
  const list = values?.split(',').map(value => value.trim());
  return key !== undefined && list?.every(value => WHOLE_VALUE.test(value))
    ? { key, operator: operator === 'in' ? 'in' : 'notin', values: list }
    : undefined;
}

function parseOne(part: string): Requirement | undefined {
  const equality = EQUALITY.exec(part)?.groups;
  if (equality) {
    const { key = '', operator, value = '' } = equality;
    return {
      key,
      operator: operator === '!=' ? 'notin' : 'in',
      values: [value],
    };
  }
  const existence = EXISTENCE.exec(part)?.groups;
  if (existence) {
    const { key = '', not } = existence;
    return { key, operator: not ? 'absent' : 'exists', values: [] };
  }
  return parseSet(part);
}

/**
 * Reads a label selector as `kubectl -l` takes it: `a=b`, `a!=b`, `a in (b,c)`,
 * `a notin (b)`, `a`, `!a`, joined by commas. `undefined` when it is none.
 */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const parts = text.split(/,(?![^(]*\))/).map(part => part.trim());
  const requirements = parts.map(parseOne);
  return requirements.every(requirement => requirement !== undefined)
    ? requirements
    : undefined;
}

function holds({ key, operator, values }: Requirement, labels: Labels) {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'in':
      return value !== undefined && values.includes(value);
    default:
      return value === undefined || !values.includes(value);
  }
}

/** As in Kubernetes, a label that is not there is unequal to every value. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return selector.every(requirement => holds(requirement, labels));
}

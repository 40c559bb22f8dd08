import parseExpression from 'spdx-expression-parse';
import deprecated from 'spdx-license-ids/deprecated.json';
import current from 'spdx-license-ids/index.json';
import { shared } from '../fields/shared';

/** A licence that is known for certain. */
export type KnownLicense = {
  /** Its SPDX id (`Apache-2.0`), or as model hubs call it (`llama3.1`). */
  id: string;
  /** Where its text is. */
  url: string;
};

/** Licences of models that SPDX has not, by the ids of model hubs. */
const OF_MODELS: Readonly<Record<string, string>> = {
  gemma: 'https://ai.google.dev/gemma/terms',
  llama2: 'https://ai.meta.com/llama/license/',
  llama3: 'https://www.llama.com/llama3/license/',
  'llama3.1': 'https://www.llama.com/llama3_1/license/',
  'llama3.2': 'https://www.llama.com/llama3_2/license/',
  'llama3.3': 'https://www.llama.com/llama3_3/license/',
  llama4: 'https://www.llama.com/llama4/license/',
};

/** Names that catalogs since 3.4 show instead of an id, and that are no id with spaces. */
const NAMES: Readonly<Record<string, string>> = {
  'apache license 2.0': 'Apache-2.0',
  'apache license, version 2.0': 'Apache-2.0',
  'artistic license 2.0': 'Artistic-2.0',
  'boost software license 1.0': 'BSL-1.0',
  'creative commons attribution 4.0 international': 'CC-BY-4.0',
  'creative commons attribution non commercial 4.0 international':
    'CC-BY-NC-4.0',
  'creative commons attribution share alike 4.0 international': 'CC-BY-SA-4.0',
  'creative commons zero v1.0 universal': 'CC0-1.0',
  'eclipse public license 2.0': 'EPL-2.0',
  'gemma license': 'gemma',
  'gnu affero general public license v3.0': 'AGPL-3.0',
  'isc license': 'ISC',
  'llama 2 community license': 'llama2',
  'llama 3 community license': 'llama3',
  'llama 3.1 community license': 'llama3.1',
  'llama 3.2 community license': 'llama3.2',
  'llama 3.3 community license': 'llama3.3',
  'llama 4 community license': 'llama4',
  'mit license': 'MIT',
  'mozilla public license 2.0': 'MPL-2.0',
  'the mit license': 'MIT',
  'the unlicense': 'Unlicense',
};

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  [...deprecated, ...current].map(id => [id.toLowerCase(), id]),
);

const MAX_LENGTH = 200;

function single(written: string): KnownLicense | undefined {
  const lower = written.trim().toLowerCase().replace(/\s+/g, ' ');
  const name = Object.hasOwn(NAMES, lower) ? NAMES[lower] ?? lower : lower;
  const key = name.toLowerCase().replace(/ /g, '-');
  if (Object.hasOwn(OF_MODELS, key)) {
    return { id: key, url: OF_MODELS[key] ?? '' };
  }
  const id = BY_LOWER_CASE.get(key);
  return id === undefined
    ? undefined
    : {
        id,
        url: shared(`https://spdx.org/licenses/${encodeURIComponent(id)}.html`),
      };
}

type Expression = ReturnType<typeof parseExpression>;

function idsOf(expression: Expression): string[] {
  return 'license' in expression
    ? [expression.license]
    : [...idsOf(expression.left), ...idsOf(expression.right)];
}

/** SPDX writes its operators in capitals and its ids in one way only; people do not. */
function spelled(written: string): string {
  return written.replace(/[a-z0-9.+-]+/gi, word =>
    /^(and|or|with)$/i.test(word)
      ? word.toUpperCase()
      : BY_LOWER_CASE.get(word.toLowerCase()) ?? word,
  );
}

function several(written: string): KnownLicense[] {
  try {
    const ids = idsOf(parseExpression(spelled(written)));
    return [...new Set(ids)].flatMap(id => single(id) ?? []);
  } catch {
    return [];
  }
}

/**
 * The licences that a text names for certain; none for anything else, a guess
 * would be worse than nothing.
 *
 * | text | licences |
 * |---|---|
 * | `Apache-2.0`, `apache-2.0`, `Apache 2.0` | Apache-2.0 |
 * | `llama3.1`, `Llama 3.1 Community License` | llama3.1 |
 * | `Apache-2.0 OR MIT`, `(mit and bsd-3-clause)` | each |
 * | `other`, `proprietary`, `GPL` | - |
 */
export function knownLicenses(text: string): KnownLicense[] {
  if (text.length > MAX_LENGTH) {
    return [];
  }
  const one = single(text);
  return one ? [one] : several(text);
}

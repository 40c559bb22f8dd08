import { parseDocument } from 'yaml';
import { z } from 'zod/v4';

/** What the head of a model card says, as model hubs write it. */
export type CardHead = {
  license?: string;
  licenseLink?: string;
  language?: string[];
  tasks?: string[];
};

const FRONT_MATTER =
  /^\s*---[ \t]*\n([\s\S]*?)(?:(?<=\n)|^)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
/** The longest head seen has 3 KB. */
const MAX_LENGTH = 32 * 1024;

const text = z.string().trim().min(1).max(200).optional().catch(undefined);
const texts = z
  .union([z.string().transform(one => [one]), z.array(z.string())])
  .optional()
  .catch(undefined);

const Head = z
  .object({
    license: text,
    license_name: text,
    license_link: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
    language: texts,
    pipeline_tag: text,
  })
  .transform(
    ({ license, license_name, license_link, language, pipeline_tag }) => ({
      license: license === 'other' ? license_name : license,
      licenseLink: license_link,
      language,
      tasks: pipeline_tag === undefined ? undefined : [pipeline_tag],
    }),
  );

function readHead(yaml: string): CardHead {
  if (yaml.length > MAX_LENGTH) {
    return {};
  }
  try {
    const document = parseDocument(yaml, { logLevel: 'silent' });
    return Head.safeParse(document.toJS({ maxAliasCount: 20 })).data ?? {};
  } catch {
    // A head that is no YAML says nothing; the card is shown all the same.
    return {};
  }
}

/** The first line of a mapping, or of a template for one. */
const KEY = /^\s*(?:["']?[\w.-]+["']?\s*:(?:\s|$)|[{%])/;
/** The same with a key of several words, which may be prose as well. */
const WORDS = /^\s*[\w. /-]{1,40}:(?:\s|$)/;

/**
 * Whether what is between two lines of dashes is YAML: a card may begin with a
 * rule and have another one below, and what is between them is its text.
 *
 * | first line that is no comment | after a blank line | is YAML |
 * |---|---|---|
 * | `license: mit` | any | yes |
 * | `Base model: granite` | no | yes |
 * | `Base model: granite` | yes | no |
 * | none | no | yes |
 * | anything else | any | no |
 */
function isHead(yaml: string): boolean {
  const lines = yaml.split('\n');
  const first = lines.find(line => !/^\s*(?:#|$)/.test(line)) ?? '';
  const isClose = yaml === '' || lines[0]?.trim() !== '';
  return KEY.test(first) || (isClose && (first === '' || WORDS.test(first)));
}

/** Takes the YAML at the beginning of a card away from its text, and reads it. */
export function splitFrontMatter(card: string): {
  head: CardHead;
  body: string;
} {
  const found = FRONT_MATTER.exec(card);
  return found && isHead(found[1] ?? '')
    ? { head: readHead(found[1] ?? ''), body: card.slice(found[0].length) }
    : { head: {}, body: card };
}

/** Markup that may be put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What may stand in a template: texts are escaped, `undefined` is nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

function shown(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(shown).join('');
  return String(part).replace(/[&<>"']/g, letter => ESCAPES[letter] ?? '');
}

/** A template whose values are escaped. */
export const html = (
  texts: TemplateStringsArray,
  ...parts: readonly Part[]
): Html =>
  new Html(
    texts.map((text, index) => `${text}${shown(parts[index])}`).join(''),
  );

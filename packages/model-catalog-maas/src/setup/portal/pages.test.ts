import { MARK, PORTAL_PAGES } from './pages';

/** Names that 3scale's portal gives to templates (its drops and their properties), as far as ours use them. */
const KNOWN = [
  /^provider\.(services|api_specs)$/,
  /^service\.(name|description|system_name|id|subscription|subscribe_url)$/,
  /^spec\.(service\.system_name|api_product_production_public_base_url)$/,
  /^application\.(name|path|service\.name)$/,
  /^urls\.(login|new_application)$/,
  /^current_(user|account\.applications)$/,
];

/** What a template names, in outputs and in tags. */
function namesIn(template: string): string[] {
  const parts = [...template.matchAll(/\{\{(.*?)\}\}|\{%(.*?)%\}/g)].map(
    ([, output = '', tag = '']) => output || tag,
  );
  return parts.flatMap(
    part => part.match(/[a-z_]+(?:\.[a-z_?]+)+|current_user/g) ?? [],
  );
}

describe.each(PORTAL_PAGES.map(page => [page.path ?? '', page] as const))(
  'the page %s',
  (_, { draft }) => {
    it('says whose it is', () => {
      expect(draft).toContain(MARK);
    });

    it('names only what the portal knows', () => {
      const strange = namesIn(draft.replace(/\{% comment %\}.*\n/, '')).filter(
        name => !KNOWN.some(known => known.test(name)),
      );
      expect(strange).toEqual([]);
    });

    it('closes what it opens', () => {
      for (const tag of ['for', 'if', 'comment']) {
        const count = (name: string) =>
          [...draft.matchAll(new RegExp(`\\{% ${name}\\b`, 'g'))].length;
        expect([tag, count(tag)]).toEqual([tag, count(`end${tag}`)]);
      }
      for (const tag of ['table', 'ul', 'ol', 'li', 'pre', 'code', 'a', 'td']) {
        const opened = draft.match(new RegExp(`<${tag}[ >]`, 'g')) ?? [];
        const closed = draft.match(new RegExp(`</${tag}>`, 'g')) ?? [];
        expect([tag, opened.length]).toEqual([tag, closed.length]);
      }
    });

    it('escapes what providers and developers write', () => {
      const written =
        draft.match(/\{\{ [a-z.]+\.(name|description) [^}]*\}\}/g) ?? [];
      expect(written.filter(one => !one.includes('| escape'))).toEqual([]);
    });
  },
);

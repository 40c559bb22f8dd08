import { cleanMarkdown } from './cleanMarkdown';
import { type CardHead, splitFrontMatter } from './frontMatter';
import type { CardBase } from './links';

export type CleanCard = {
  /** Markdown without front matter; empty when nothing remains to be read. */
  text: string;
  head: CardHead;
};

/** Shown nowhere, and left out by some renderers, which may make a tag of what was none. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Makes of a model card's Markdown, which anybody may have written, a text
 * that can be shown: without front matter, scripts, frames, event handlers and
 * embedded data; relative links absolute where `base` is known, else as text.
 * Never throws; takes time in proportion to the length.
 */
export function cleanCard(written: string, base?: CardBase): CleanCard {
  const normal = written
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\0/g, '\uFFFD')
    .replace(CONTROL, '');
  const { head, body } = splitFrontMatter(normal);
  const text = cleanMarkdown(body, base);
  return { text: text.trim() === '' ? '' : text, head };
}

import { setImmediate } from 'node:timers/promises';
import { digestOf } from '@model-catalog/common';
import { cardBaseOf, cleanCard, type CardHead } from '../../cards';

/** A card as it is shown. */
export type Card = {
  /** Digest of `text`; absent when nothing remains to be read. */
  digest?: string;
  text: string;
  head: CardHead;
};

/** Cleans each distinct card once, for as long as it is asked for. */
export type CardCleaner = {
  clean(readme: string, artifactUris: readonly string[]): Promise<Card>;
  /** Forgets what was not asked for since the last time. */
  sweep(): void;
};

export function createCardCleaner(): CardCleaner {
  let known = new Map<string, Card>();
  let used = new Map<string, Card>();

  return {
    async clean(readme, artifactUris) {
      const base = cardBaseOf(artifactUris);
      const key = `${digestOf(readme)} ${base?.pages ?? ''}`;
      let card = known.get(key) ?? used.get(key);
      if (!card) {
        // A long card takes a moment, and there may be hundreds: others have their turn.
        await setImmediate();
        const { text, head } = cleanCard(readme, base);
        const digest = text === '' ? undefined : digestOf(text);
        card = { text, head, ...(digest !== undefined && { digest }) };
      }
      used.set(key, card);
      return card;
    },
    sweep() {
      known = used;
      used = new Map();
    },
  };
}

import { digestOf } from '@model-catalog/common';
import { howToCall, withHowToCall } from '@model-catalog/node';
import type { ServedRecord } from './records';

/** A model card, or the page of a server with it. */
export type CardText = { digest: string; text: string };

/** Whose page a card is wanted for. */
export type CardFor = {
  /** Key of the server's record. */
  server: string;
  /** Whether only a URL outside of the cluster may be shown. */
  externalOnly: boolean;
};

/**
 * The card with how its server is called above it; the card alone where the
 * server is not known, has another card, or no URL to show.
 */
export async function cardPage(
  card: CardText & { key: string },
  served: ServedRecord | undefined,
  {
    textOf,
    externalOnly,
  }: {
    textOf: (digest: string) => Promise<string | undefined>;
    externalOnly: boolean;
  },
): Promise<CardText> {
  const record = served?.record;
  if (record?.kind !== 'server' || record.card?.key !== card.key) {
    return card;
  }
  const { definition } = record;
  const call = howToCall({
    record,
    definition: definition && (await textOf(definition.digest)),
    externalOnly,
  });
  if (call === undefined) {
    return card;
  }
  const text = withHowToCall(call, card.text);
  return { digest: digestOf(text), text };
}

import { digestOf } from '@model-catalog/common';
import {
  type CallInput,
  howToCall,
  howToCallPage,
  withHowToCall,
} from '@model-catalog/node';
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

type Reading = {
  textOf: (digest: string) => Promise<string | undefined>;
  externalOnly: boolean;
};

async function callOf(
  { record }: ServedRecord,
  { textOf, externalOnly }: Reading,
): Promise<CallInput | undefined> {
  if (record.kind !== 'server') {
    return undefined;
  }
  const { definition: of } = record;
  const definition = of && (await textOf(of.digest));
  return { record, definition, externalOnly };
}

/**
 * The card with how its server is called above it; the card alone where the
 * server is not known, has another card, is not one to call, or has no URL to
 * show.
 */
export async function cardPage(
  card: CardText & { key: string },
  served: ServedRecord | undefined,
  reading: Reading,
): Promise<CardText> {
  const isItsCard = served?.record.card?.key === card.key;
  const input = isItsCard ? await callOf(served, reading) : undefined;
  const call = input && howToCall(input);
  if (call === undefined) {
    return card;
  }
  const text = withHowToCall(call, card.text);
  return { digest: digestOf(text), text };
}

/** How a server is called, where it has no card; nothing where it is not one to call. */
export async function callPage(
  served: ServedRecord | undefined,
  reading: Reading,
): Promise<CardText | undefined> {
  const input = served && (await callOf(served, reading));
  const text = input && howToCallPage(input);
  return text === undefined ? undefined : { digest: digestOf(text), text };
}

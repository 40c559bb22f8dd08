import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';

/**
 * The fields that are needed of model catalog v1alpha1 (2.24 and later, the
 * same in v1). `null` counts as absent everywhere; releases before 3.0 give
 * neither ids nor labels nor states.
 */
const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);

export const CatalogSource = z.object({
  id: z.string().min(1),
  name: text,
  enabled: z
    .boolean()
    .nullish()
    .transform(value => value ?? true),
  /** 3.2 and later: available, partially-available, error, disabled. */
  status: text,
  error: text,
});
export type CatalogSource = z.output<typeof CatalogSource>;

/** A longer card is left out; the longest known one has 60 KB. */
export const MAX_CARD_LENGTH = 1024 * 1024;

function cardOf(readme: string | undefined) {
  return readme === undefined ||
    readme.trim() === '' ||
    readme.length > MAX_CARD_LENGTH
    ? undefined
    : { digest: digestOf(readme), text: readme };
}

export const Model = z
  .object({
    name: z.string().min(1),
    description: text,
    readme: text,
    provider: text,
    license: text,
    licenseLink: text,
    tasks: z
      .array(z.string())
      .nullish()
      .transform(value => value ?? []),
  })
  .transform(({ readme, ...model }) => ({
    ...model,
    card: cardOf(readme),
    isCardTooLong: (readme?.length ?? 0) > MAX_CARD_LENGTH,
  }));
export type Model = z.output<typeof Model>;

import { z } from 'zod/v4';
import { Page } from '../paging';

/**
 * The fields that are needed of model catalog v1alpha1 (2.24 and later, the
 * same in v1). `null` counts as absent everywhere; releases before 3.0 give
 * neither ids nor labels nor states.
 */
const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);
const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);

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

export const Model = z
  .object({
    name: z.string().min(1),
    description: text,
    readme: text,
    provider: text,
    license: text,
    licenseLink: text,
    tasks: texts,
    language: texts,
    /** From the catalog's files: it may stay while things change. */
    lastUpdateTimeSinceEpoch: z
      .union([z.string(), z.number()])
      .nullish()
      .catch(undefined),
  })
  .transform(({ readme = '', lastUpdateTimeSinceEpoch, ...model }) => ({
    ...model,
    stamp: String(lastUpdateTimeSinceEpoch ?? ''),
    readme:
      readme.trim() === '' || readme.length > MAX_CARD_LENGTH
        ? undefined
        : readme,
    isCardTooLong: readme.length > MAX_CARD_LENGTH,
  }));
export type Model = z.output<typeof Model>;

/** Metrics share the list from 3.0 on; before, there is no type. */
export const Artifact = z
  .object({ artifactType: text, uri: text })
  .transform(({ artifactType, uri }) => ({
    uri:
      (artifactType ?? 'model-artifact') === 'model-artifact'
        ? uri?.trim() || undefined
        : undefined,
  }));
export type Artifact = z.output<typeof Artifact>;

/** 2.24 and 2.25 answer `null` for a model that is not there. */
export const ArtifactPage = z.union([
  Page,
  z.null().transform(() => ({ items: [], nextPageToken: '' })),
]);

import { z } from 'zod/v4';
import { metadataValueSchema } from '../registry/inputs';

const time = z.union([z.string(), z.number()]).optional();
const properties = z.record(z.string(), metadataValueSchema).optional();
const text = z.string().nullish();

/** One artifact of a model, as data files hold it. */
export const artifactInputSchema = z.object({
  /** Absent means a model artifact. */
  artifactType: z.enum(['model-artifact', 'metrics-artifact']).optional(),
  uri: z.string().optional(),
  metricsType: z.string().optional(),
  customProperties: properties,
  createTimeSinceEpoch: time,
  lastUpdateTimeSinceEpoch: time,
});

/** One model of a data file. `readme` is the model card, in Markdown. */
export const modelInputSchema = z.object({
  name: z.string().min(1),
  provider: text,
  description: text,
  readme: text,
  language: z.array(z.string()).nullish(),
  license: text,
  licenseLink: text,
  tasks: z.array(z.string()).nullish(),
  libraryName: text,
  maturity: text,
  logo: text,
  customProperties: properties,
  artifacts: z.array(artifactInputSchema).nullish(),
  createTimeSinceEpoch: time,
  lastUpdateTimeSinceEpoch: time,
});

export const dataFileSchema = z.object({
  models: z.array(z.unknown()).nullish(),
});

/** One source of a sources file. */
export const sourceInputSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  type: z.string().optional(),
  enabled: z.boolean().optional(),
  labels: z.array(z.string()).nullish(),
  includedModels: z.array(z.string()).nullish(),
  excludedModels: z.array(z.string()).nullish(),
  properties: z.object({ yamlCatalogPath: z.string().optional() }).nullish(),
});

/** A label: its name (null for "no label") and further texts. */
export const labelSchema = z
  .record(z.string(), z.string().nullable())
  .refine(label => 'name' in label, 'a label needs a name');

/** `catalogs` is the name of the list up to 3.3, `model_catalogs` since. */
export const sourcesFileSchema = z.object({
  catalogs: z.array(sourceInputSchema).nullish(),
  model_catalogs: z.array(sourceInputSchema).nullish(),
  labels: z.array(labelSchema).nullish(),
});

export type CatalogArtifactInput = z.infer<typeof artifactInputSchema>;
export type CatalogModelInput = z.infer<typeof modelInputSchema>;
export type CatalogSourceInput = z.infer<typeof sourceInputSchema>;
export type CatalogLabel = z.infer<typeof labelSchema>;

import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import {
  CatalogModelInput,
  CatalogSourceInput,
  dataFileSchema,
  modelInputSchema,
  sourcesFileSchema,
} from './inputs';
import { CatalogContent, CatalogSourceContent } from './state';

/** Model cards and logos are in these files; more than this is a mistake. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/**
 * Reads a catalog's sources file and the data files that it names, relative to
 * it, in the format of the real catalog (`catalogs` or `model_catalogs`).
 * A source that cannot be read is there with status `error`; a model that does
 * not fit makes its source `partially-available`.
 *
 * @param path - the sources file
 * @throws Error when the sources file itself cannot be read
 */
export async function loadCatalogFiles(path: string): Promise<CatalogContent> {
  const file = sourcesFileSchema.parse(await readYaml(path));
  const inputs = [...(file.catalogs ?? []), ...(file.model_catalogs ?? [])];
  const sources: CatalogSourceContent[] = [];
  for (const source of inputs) {
    sources.push(await loadSource(source, dirname(path)));
  }
  return { sources, labels: file.labels ?? [] };
}

async function loadSource(
  source: CatalogSourceInput,
  folder: string,
): Promise<CatalogSourceContent> {
  if (source.enabled === false) {
    return { source, models: [] };
  }
  const type = source.type ?? 'yaml';
  const dataPath = source.properties?.yamlCatalogPath;
  if (type !== 'yaml' || !dataPath) {
    const error =
      type === 'yaml'
        ? 'missing yamlCatalogPath string property'
        : `catalog type ${type} not registered`;
    return { source, models: [], status: { status: 'error', error } };
  }
  try {
    const data = dataFileSchema.parse(
      await readYaml(resolve(folder, dataPath)),
    );
    return readModels(source, data.models ?? []);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { source, models: [], status: { status: 'error', error: reason } };
  }
}

function readModels(
  source: CatalogSourceInput,
  entries: readonly unknown[],
): CatalogSourceContent {
  const models: CatalogModelInput[] = [];
  const problems: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = modelInputSchema.safeParse(entry);
    if (parsed.success) {
      models.push(parsed.data);
    } else {
      problems.push(`model ${index}: ${z.prettifyError(parsed.error)}`);
    }
  }
  return problems.length === 0
    ? { source, models }
    : {
        source,
        models,
        status: { status: 'partially-available', error: problems.join('; ') },
      };
}

async function readYaml(path: string): Promise<unknown> {
  const { size } = await stat(path);
  if (size > MAX_FILE_BYTES) {
    throw new Error(
      `${path} has ${size} bytes, more than the ${MAX_FILE_BYTES} that are read; split it into several sources`,
    );
  }
  return parse(await readFile(path, 'utf8'));
}

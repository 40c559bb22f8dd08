import { askRegistry, type HttpClient, messageOf } from '@model-catalog/node';
import { z } from 'zod/v4';
import { registryPages } from '../registryPages';
import { openRegistries, type RegistryAt } from '../registries';
import type { AbsenceInput, Reason } from './types';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
});
type Row = z.infer<typeof Row>;

/** A version that a registry has, or a model of it without one. */
export type AbsentVersion = { registry: string; model: Row; version?: Row };

async function rowsOf(
  http: HttpClient,
  url: string,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of registryPages(http, { url, row: Row, signal })) {
    rows.push(...page);
  }
  return rows;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

async function versionsIn(
  { http, name: registry, url }: RegistryAt,
  name: string,
  signal: AbortSignal,
): Promise<AbsentVersion[]> {
  const { baseUrl } = await askRegistry(http, url, signal);
  const wanted = plain(name);
  const models = (
    await rowsOf(http, `${baseUrl}/registered_models`, signal)
  ).filter(model => wanted.startsWith(plain(model.name)));
  const found: AbsentVersion[] = [];
  for (const model of models) {
    const versions = await rowsOf(
      http,
      `${baseUrl}/registered_models/${model.id}/versions`,
      signal,
    );
    const meant = versions.filter(
      version => plain(`${model.name}${version.name}`) === wanted,
    );
    const isModel = plain(model.name) === wanted;
    found.push(
      ...meant.map(version => ({ registry, model, version })),
      ...(isModel && meant.length === 0
        ? [{ registry, model, version: versions[0] }]
        : []),
    );
  }
  return found;
}

/** Versions whose entity would be called so, whatever their state is. */
export async function versionsLike(
  name: string,
  input: AbsenceInput,
): Promise<{ found: AbsentVersion[]; problems: Reason[] }> {
  const registries = await openRegistries(input);
  const found: AbsentVersion[] = [];
  const problems: Reason[] = [];
  try {
    for (const registry of registries.all) {
      try {
        found.push(...(await versionsIn(registry, name, input.signal)));
      } catch (error) {
        const reason = messageOf(error);
        problems.push({ object: `registry ${registry.name}`, reason });
      }
    }
  } finally {
    await registries.close();
  }
  return { found, problems };
}

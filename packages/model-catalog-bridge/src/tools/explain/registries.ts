import {
  askRegistry,
  fetchJson,
  findNow,
  type HttpClient,
  messageOf,
} from '@model-catalog/node';
import {
  createAccess,
  createServiceCa,
  delay,
  routeOrigin,
} from '@model-catalog/service';
import { z } from 'zod/v4';
import type { AbsenceInput, Reason } from './whyAbsent';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
});
type Row = z.infer<typeof Row>;
const Page = z.object({
  items: z.array(Row).nullish(),
  nextPageToken: z.string().nullish(),
});

/** A version that a registry has, or a model of it without one. */
export type AbsentVersion = { registry: string; model: Row; version?: Row };

const MAX_PAGES = 200;

async function rowsOf(
  http: HttpClient,
  url: string,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  let token = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({
      pageSize: '100',
      orderBy: 'ID',
      sortOrder: 'ASC',
      ...(token && { nextPageToken: token }),
    });
    const answer = await fetchJson(
      http,
      { url: `${url}?${query}`, signal },
      Page,
    );
    rows.push(...(answer.items ?? []));
    token = answer.nextPageToken ?? '';
    if (token === '') {
      break;
    }
  }
  return rows;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

async function versionsIn(
  { http, registry, url }: { http: HttpClient; registry: string; url: string },
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

async function addressesOf({ config, kubernetes }: AbsenceInput) {
  const { client } = kubernetes;
  const { namespaces, registries: isLookedFor } = config.discovery;
  const found = isLookedFor
    ? (await findNow(client, namespaces, ['model-registry'])).found
    : [];
  const configured = await Promise.all(
    config.registries.map(async endpoint => ({
      ...endpoint,
      url:
        'url' in endpoint
          ? endpoint.url
          : await routeOrigin({ client, namespaces }, endpoint.route),
    })),
  );
  const discovered = found.flatMap(({ name, addresses: [url] }) =>
    url === undefined ? [] : [{ name, url }],
  );
  return [...configured, ...discovered];
}

/** Versions whose entity would be called so, whatever their state is. */
export async function versionsLike(
  name: string,
  input: AbsenceInput,
): Promise<{ found: AbsentVersion[]; problems: Reason[] }> {
  const { config, environment, kubernetes, signal } = input;
  const access = createAccess({
    config,
    environment,
    kubernetes: kubernetes.config,
    onExchange: () => () => {},
    serviceCa: createServiceCa({
      client: kubernetes.client,
      now: Date.now,
      delay,
    }),
  });
  const found: AbsentVersion[] = [];
  const problems: Reason[] = [];
  for (const endpoint of await addressesOf(input)) {
    const http = access.trusted({ ...endpoint, kind: 'model-registry' });
    const registry = endpoint.name;
    try {
      const { url } = endpoint;
      found.push(...(await versionsIn({ http, registry, url }, name, signal)));
    } catch (error) {
      problems.push({
        object: `registry ${registry}`,
        reason: messageOf(error),
      });
    } finally {
      await http.close();
    }
  }
  return { found, problems };
}

import { BodyComparer, Differences } from './compare';
import { IdMap, readToken, spaceOf } from './idMap';
import { Exchange } from './recording';

/** One call of a recording, made to our server. */
export interface Replayed {
  readonly exchange: Exchange;
  readonly status: number;
  readonly contentType?: string;
  /** The parsed body of a JSON answer. */
  readonly body?: unknown;
  /** In which ways the answer differs from the recorded one. */
  readonly differences: Differences;
}

/**
 * Makes the calls of a recording to a server, one after another, with the ids
 * and page tokens that this server gave, and compares each answer.
 *
 * @param baseUrl - scheme, host and port
 */
export async function replay(
  baseUrl: string,
  exchanges: readonly Exchange[],
): Promise<Replayed[]> {
  const ids = new IdMap();
  const results: Replayed[] = [];
  for (const exchange of exchanges) {
    results.push(await replayOne(baseUrl, exchange, ids));
  }
  return results;
}

async function replayOne(
  baseUrl: string,
  exchange: Exchange,
  ids: IdMap,
): Promise<Replayed> {
  if (exchange.connection !== undefined) {
    return replayDropped(baseUrl, exchange);
  }
  const response = await fetch(
    `${baseUrl}${translatePath(exchange.path, ids)}`,
    {
      method: exchange.method,
      ...(exchange.requestBody === undefined
        ? {}
        : {
            body: JSON.stringify(translateBody(exchange.requestBody, ids)),
            headers: { 'Content-Type': 'application/json' },
          }),
    },
  );
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? undefined;
  const differences: Differences = [
    ...differs('status', exchange.status, response.status),
    ...differs('content type', exchange.contentType ?? undefined, contentType),
  ];
  if (exchange.text !== undefined) {
    differences.push(...differs('text', exchange.text, text));
    return { exchange, status: response.status, contentType, differences };
  }
  const body = parseJson(text);
  const space = spaceOf(exchange.path);
  differences.push(
    ...new BodyComparer(ids, space).compare(exchange.body, body),
  );
  return { exchange, status: response.status, contentType, body, differences };
}

/** A call on which the server breaks the connection. */
async function replayDropped(
  baseUrl: string,
  exchange: Exchange,
): Promise<Replayed> {
  try {
    const { status } = await fetch(`${baseUrl}${exchange.path}`);
    return { exchange, status, differences: [`answered ${status}`] };
  } catch {
    return { exchange, status: 0, differences: [] };
  }
}

function differs(what: string, recorded: unknown, ours: unknown): Differences {
  return recorded === ours
    ? []
    : [
        `${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(
          recorded,
        )}`,
      ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `no JSON: ${text.slice(0, 200)}`;
  }
}

function translatePath(path: string, ids: IdMap): string {
  const space = spaceOf(path);
  return path
    .replace(
      /\/(registered_models|model_versions|inference_services|serving_environments)\/(\d+)/g,
      (_all, collection: string, id: string) =>
        `/${collection}/${ids.translate('other', id)}`,
    )
    .replace(
      /\/((?:model_)?artifacts)\/(\d+)/g,
      (_all, collection: string, id: string) =>
        `/${collection}/${ids.translate('artifact', id)}`,
    )
    .replace(
      /parentResourceId=(\d+)/,
      (_all, id: string) => `parentResourceId=${ids.translate('other', id)}`,
    )
    .replace(/nextPageToken=([^&]+)/, (_all, token: string) => {
      const cursor = readToken(decodeURIComponent(token));
      if (!cursor) {
        return `nextPageToken=${token}`;
      }
      const id = ids.translate(space, cursor.id);
      const value = cursor.value === cursor.id ? id : cursor.value;
      const ours = Buffer.from(`${id}:${value}`, 'utf8').toString('base64');
      return `nextPageToken=${encodeURIComponent(ours)}`;
    });
}

const ID_FIELD = /^(registeredModelId|modelVersionId|servingEnvironmentId)$/;

function translateBody(body: unknown, ids: IdMap): unknown {
  if (typeof body !== 'object' || body === null) {
    return body;
  }
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => [
      key,
      ID_FIELD.test(key) && typeof value === 'string'
        ? ids.translate('other', value)
        : value,
    ]),
  );
}

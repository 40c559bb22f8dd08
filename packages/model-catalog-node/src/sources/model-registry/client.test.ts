import { createHttpClient } from '../../http/createHttpClient';
import { startTestServer } from '../../http/__testUtils__/testServer';
import { createRegistryClient, type RegistryClient } from './client';

type Read = (client: RegistryClient, signal: AbortSignal) => Promise<unknown>;

/** The requests that a read makes of an empty registry. */
async function requestsOf(
  read: Read,
  { canFilter = true, body = '{"items":[],"nextPageToken":""}' } = {},
): Promise<string[]> {
  const server = await startTestServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(body);
  });
  const http = createHttpClient();
  const client = createRegistryClient({
    http,
    server: {
      baseUrl: `${server.url}/api`,
      pageSize: 500,
      isSure: true,
      canFilter,
    },
    source: 'model-registry/dev',
    maxPages: 10,
    timeoutMs: 5_000,
  });
  await read(client, new AbortController().signal);
  await http.close();
  await server.close();
  return server.requests.map(decodeURIComponent);
}

const BY_ID = 'pageSize=500&orderBy=ID&sortOrder=ASC';
const MODELS_ONLY = 'artifactType=model-artifact';
const SINCE = 'filterQuery=lastUpdateTimeSinceEpoch>=17';

describe('what a model registry is asked', () => {
  it.each<[string, Read, string]>([
    ['models', (c, s) => c.models(s), `/registered_models?${BY_ID}`],
    ['versions', (c, s) => c.versions(s), `/model_versions?${BY_ID}`],
    ['services', (c, s) => c.services(s), `/inference_services?${BY_ID}`],
    [
      'environments',
      (c, s) => c.environments(s),
      `/serving_environments?${BY_ID}`,
    ],
    [
      'changed versions',
      (c, s) => c.versions(s, 17),
      `/model_versions?${BY_ID}&${SINCE}`,
    ],
    [
      'changed artifacts',
      (c, s) => c.artifacts(s, 17),
      `/artifacts?${BY_ID}&${MODELS_ONLY}&${SINCE}`,
    ],
    [
      'artifacts of a version',
      (c, s) => c.artifactsOf('5', s),
      `/model_versions/5/artifacts?${BY_ID}&${MODELS_ONLY}`,
    ],
    [
      'the newest version',
      (c, s) => c.newest('model_versions', s),
      '/model_versions?pageSize=1&orderBy=LAST_UPDATE_TIME&sortOrder=DESC',
    ],
  ])('for %s', async (_, read, expected) => {
    expect(await requestsOf(read)).toEqual([`GET /api${expected}`]);
  });
});

describe('what a model registry is asked that cannot filter, or a list that cannot', () => {
  const NEWEST = 'pageSize=100&orderBy=LAST_UPDATE_TIME&sortOrder=DESC';
  const page = (nextPageToken: string, ...stamps: (number | undefined)[]) =>
    JSON.stringify({
      items: stamps.map((stamp, index) => ({
        id: String(index),
        name: 'n',
        registeredModelId: '1',
        lastUpdateTimeSinceEpoch: stamp?.toString(),
      })),
      nextPageToken,
    });

  it.each<[string, Read, string, string[]]>([
    [
      'changed versions, all on the newest page',
      (c, s) => c.versions(s, 17),
      page('more', 20, 17, 16),
      [`/model_versions?${NEWEST}`],
    ],
    [
      'changed versions of a short list',
      (c, s) => c.versions(s, 17),
      page('', 20, 19),
      [`/model_versions?${NEWEST}`],
    ],
    [
      'changed services',
      (c, s) => c.services(s, 17),
      page('more', 16),
      [`/inference_services?${NEWEST}`],
    ],
    [
      'changed artifacts',
      (c, s) => c.artifacts(s, 17),
      page('more', 16),
      [`/model_artifacts?${NEWEST}`],
    ],
    [
      'a list whose newest page is out of order',
      (c, s) => c.versions(s, 17),
      page('', 16, 20),
      [`/model_versions?${NEWEST}`, `/model_versions?${BY_ID}`],
    ],
    [
      'a list with a row that has no time',
      (c, s) => c.versions(s, 17),
      page('', 20, undefined),
      [`/model_versions?${NEWEST}`, `/model_versions?${BY_ID}`],
    ],
  ])('for %s', async (_, read, body, expected) => {
    const requests = await requestsOf(read, { canFilter: false, body });
    expect(requests).toEqual(expected.map(path => `GET /api${path}`));
  });
});

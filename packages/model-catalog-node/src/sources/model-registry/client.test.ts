import { createHttpClient } from '../../http/createHttpClient';
import { startTestServer } from '../../http/__testUtils__/testServer';
import { createRegistryClient, type RegistryClient } from './client';

type Read = (client: RegistryClient, signal: AbortSignal) => Promise<unknown>;

/** The requests that a read makes of an empty registry. */
async function requestsOf(read: Read): Promise<string[]> {
  const server = await startTestServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"items":[],"nextPageToken":""}');
  });
  const http = createHttpClient();
  const client = createRegistryClient({
    http,
    server: {
      baseUrl: `${server.url}/api`,
      pageSize: 500,
      isSure: true,
      canFilter: true,
    },
    source: 'model-registry/dev',
    maxPages: 10,
    timeoutMs: 1000,
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

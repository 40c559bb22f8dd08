import { ConfigReader } from '@backstage/config';
import { hubAccess } from './hubAccess';
import { readConnections } from './readConnections';
import { CONFIG_PATH } from './types';

let tokens = 0;
const services = (modelCatalog: object) => ({
  config: new ConfigReader({
    catalog: { providers: { modelCatalog: modelCatalog as never } },
  }),
  discovery: {
    getBaseUrl: async (id: string) => `http://localhost:7007/api/${id}`,
  },
  auth: {
    getOwnServiceCredentials: async () => 'ours',
    getPluginRequestToken: async (request: {
      onBehalfOf: string;
      targetPluginId: string;
    }) => {
      tokens += 1;
      const { onBehalfOf, targetPluginId } = request;
      return { token: `${onBehalfOf}-${targetPluginId}-${tokens}` };
    },
  },
});

async function read(modelCatalog: object) {
  const given = services(modelCatalog);
  const hub = await hubAccess(given);
  return readConnections(given.config.getOptional(CONFIG_PATH), hub);
}

describe('an entry with rhoai', () => {
  it('is read from this hub, with a token of its own for each request', async () => {
    const { connections, warnings } = await read({
      'east 1': { rhoai: { namePrefix: 'east' }, baseUrl: '', urls: 'none' },
      sidecar: { baseUrl: 'http://localhost:9090', token: 'given' },
    });

    expect(warnings).toEqual([]);
    expect(connections).toMatchObject([
      {
        id: 'east 1',
        baseUrl: 'http://localhost:7007/api/model-catalog/east%201',
        urls: 'none',
      },
      { id: 'sidecar', baseUrl: 'http://localhost:9090', token: 'given' },
    ]);
    const [east] = connections;
    const token = async () =>
      typeof east?.token === 'function' ? east.token() : undefined;
    expect(await token()).toBe('ours-model-catalog-1');
    expect(await token()).toBe('ours-model-catalog-2');
  });

  it('may say nothing: everything has a default', async () => {
    const { connections } = await read({ models: { rhoai: {} } });
    expect(connections).toHaveLength(1);
  });

  it.each([
    ['baseUrl', { baseUrl: 'http://localhost:9090' }],
    ['token', { token: 'planted-5f1c' }],
    ['baseUrl and token', { baseUrl: 'http://h', token: 'planted-5f1c' }],
  ])('does not go with %s', async (both, more) => {
    const reading = read({ models: { rhoai: {}, ...more } });
    await expect(reading).rejects.toThrow(
      `'catalog.providers.modelCatalog.models' in config: ${both} and rhoai must not be given both`,
    );
    await expect(reading).rejects.not.toThrow('planted-5f1c');
  });

  it('needs a backend', () => {
    expect(() => readConnections({ models: { rhoai: {} } })).toThrow(
      'rhoai is known to the plugins of a backend only',
    );
  });

  it('is looked for before the backend is asked', async () => {
    expect(
      await hubAccess(services({ a: { baseUrl: 'http://h' } })),
    ).toBeUndefined();
  });
});

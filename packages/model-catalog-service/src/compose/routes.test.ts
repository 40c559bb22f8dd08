import {
  HttpError,
  type HttpClient,
  type KubernetesClient,
} from '@model-catalog/node';
import { placeholderUrl, throughRoute } from './routes';

const NAMESPACES = ['mine', 'yours'];

/** Routes by path; says which were asked for, and where requests went. */
function createRig(routes: Record<string, unknown>) {
  const asked: string[] = [];
  const sent: string[] = [];
  const client: Pick<KubernetesClient, 'get'> = {
    get: async (path, schema) => {
      asked.push(path);
      const route = routes[path];
      if (!route) {
        const details = { kind: 'status', method: 'GET', url: path } as const;
        throw new HttpError('answered 404', { ...details, status: 404 });
      }
      return schema.parse(route);
    },
  };
  const http: HttpClient = {
    request: async ({ url }) => {
      sent.push(url);
      return { status: 200, headers: {}, body: '' };
    },
    lines: async function* none() {},
    close: async () => {},
  };
  const ask = (namespace?: string) => {
    const ref = { name: 'dev-rest', namespace };
    const options = { client, namespaces: NAMESPACES, now: () => 0 };
    const url = `${placeholderUrl(ref)}/api`;
    return throughRoute(http, ref, options).request({ url });
  };
  return { ask, asked, sent };
}

const pathIn = (namespace: string) =>
  `/apis/route.openshift.io/v1/namespaces/${namespace}/routes/dev-rest`;

const route = (namespace: string) => ({
  metadata: { name: 'dev-rest', namespace },
  spec: { host: `${namespace}.example.com`, tls: {} },
});

describe('a registry behind a Route', () => {
  it('is looked for where registries are said to be', async () => {
    const { ask, asked, sent } = createRig({
      [pathIn('yours')]: route('yours'),
    });
    await ask();
    expect(asked).toEqual(NAMESPACES.map(pathIn));
    expect(sent).toEqual(['https://yours.example.com/api']);
  });

  it('is looked for only in the namespace that is given', async () => {
    const { ask, asked, sent } = createRig({ [pathIn('mine')]: route('mine') });
    await expect(ask('theirs')).rejects.toThrow('404');
    expect(asked).toEqual([pathIn('theirs')]);
    expect(sent).toEqual([]);
  });

  it('is sent nothing where the Route has no TLS', async () => {
    const plain = { ...route('mine'), spec: { host: 'mine.example.com' } };
    const { ask, sent } = createRig({ [pathIn('mine')]: plain });
    await expect(ask()).rejects.toThrow('has no TLS');
    expect(sent).toEqual([]);
  });
});

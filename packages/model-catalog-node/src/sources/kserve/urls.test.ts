import { parseInferenceService } from './parse';

const EXTERNAL = 'https://granite-demo.apps.example.com';
const INTERNAL = 'http://granite-predictor.demo.svc.cluster.local';

function read(status: unknown) {
  const raw = {
    metadata: { name: 'granite', namespace: 'demo', uid: 'u' },
    spec: { predictor: {} },
    status,
  };
  const { server, issues } = parseInferenceService(raw, 'local');
  return {
    external: server?.externalUrl,
    internal: server?.internalUrl,
    dropped: issues.map(({ field }) => field),
  };
}

describe('urlsOf', () => {
  it.each([
    [{ url: EXTERNAL, address: { url: INTERNAL } }, EXTERNAL, INTERNAL],
    [{ url: EXTERNAL }, EXTERNAL, undefined],
    [
      { url: EXTERNAL, components: { predictor: { url: INTERNAL } } },
      EXTERNAL,
      INTERNAL,
    ],
    [
      { url: EXTERNAL, components: { predictor: { url: EXTERNAL } } },
      EXTERNAL,
      undefined,
    ],
    [
      { url: INTERNAL, address: { url: `${INTERNAL}:8443` } },
      undefined,
      `${INTERNAL}:8443`,
    ],
    [{ url: INTERNAL }, undefined, INTERNAL],
    [{ url: 'http://a.demo.svc' }, undefined, 'http://a.demo.svc'],
    [
      { url: 'http://a.demo.svc:8080/x' },
      undefined,
      'http://a.demo.svc:8080/x',
    ],
    [
      { url: 'http://a.demo.svc.corp.internal' },
      undefined,
      'http://a.demo.svc.corp.internal',
    ],
    [{ url: 'https://svc.example.com' }, 'https://svc.example.com', undefined],
    [
      { url: 'https://demo.svc.example.com' },
      'https://demo.svc.example.com',
      undefined,
    ],
    [{ address: { url: INTERNAL } }, undefined, INTERNAL],
    [{ url: '', address: null }, undefined, undefined],
    [{}, undefined, undefined],
  ])('of %j shows %s outside and %s inside', (status, external, internal) => {
    expect(read(status)).toEqual({ external, internal, dropped: [] });
  });

  it.each([
    'grpc://granite:9000',
    'data:text/html,x',
    'granite',
    'https://user:secret@granite.example.com',
  ])('leaves %s out and reports the field, never the text', url => {
    expect(read({ url, address: { url: INTERNAL } })).toEqual({
      external: undefined,
      internal: INTERNAL,
      dropped: ['status.url'],
    });
  });
});

import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';
import type { ServerInput, ShownUrls } from './types';

const REF = 'backstage.io/techdocs-ref';

function outcome(url: string, hubReads?: (url: string) => boolean) {
  const annotations = { TechDocs: url };
  const model = { ...modelRecord('m').model, annotations };
  const server = { ...serverRecord('s').server, annotations };
  const { entities, issues } = draft.with({ hubReads })(
    modelRecord('m', { model }),
    serverRecord('s', [], { server }),
  );
  return {
    issues,
    found: entities
      .filter(({ kind }) => kind !== 'API')
      .map(({ metadata: { annotations: own = {}, links = [] } }) => ({
        ref: own[REF],
        link: links.find(({ title }) => title === 'Documentation')?.url,
      })),
  };
}

const CALLED =
  'url:http://localhost:9090/modelcard?server=server%2Fcluster%2Fdemo%2Finferenceservice%2Fs';
const DOCS = 'https://docs.example.com/a';
const reads = (url: string) => url.startsWith('https://docs.example.com/');

describe('the TechDocs property', () => {
  it.each([
    ['of a host that the hub reads', DOCS, { ref: `url:${DOCS}` }],
    [
      'of the location service',
      'http://localhost:9090/modelcard?key=a',
      { ref: 'url:http://localhost:9090/modelcard?key=a' },
    ],
    [
      'of another path there',
      'http://localhost:9090/list',
      { link: 'http://localhost:9090/list' },
    ],
    [
      'of any other host',
      'https://evil.example.com/modelcard?key=a',
      { link: 'https://evil.example.com/modelcard?key=a' },
    ],
  ])('%s', (_, url, expected) => {
    const wanted = { ref: undefined, link: undefined, ...expected };
    // A server without documentation of its own has how it is called.
    expect(outcome(url, reads).found).toEqual([
      wanted,
      { ...wanted, ref: wanted.ref ?? CALLED },
    ]);
  });

  it('that became a link is told, as information', () => {
    const { issues } = outcome('https://evil.example.com/x', reads);
    expect(issues).toMatchObject([
      { ref: 'resource:default/m', level: 'info' },
      { ref: 'component:default/s', level: 'info' },
    ]);
    expect(issues[0]?.message).toMatch(/evil.example.com.*reading.allow/);
  });

  it('is documentation where nobody can be asked what the hub reads', () => {
    expect(outcome(DOCS).found[0]?.ref).toBe(`url:${DOCS}`);
  });
});

describe('the documentation of a model server with a card', () => {
  const server = serverRecord('granite', [], {
    card: { key: 'org/granite', digest: 'd' },
  });
  const page = 'url:http://localhost:9090/modelcard?key=org%2Fgranite';
  const SERVER = '&server=server%2Fcluster%2Fdemo%2Finferenceservice%2Fgranite';

  it.each([
    ['all', `${page}${SERVER}`],
    ['external', `${page}${SERVER}&urls=external`],
    ['none', page],
  ] as const)(
    'says how it is called, where URLs are shown: %s',
    (urls, expected) => {
      const [component] = draft.with({ urls })(server).entities;
      expect(component?.metadata.annotations?.[REF]).toBe(expected);
    },
  );

  it.each([
    [
      'without an API',
      { ...server, server: { ...server.server, API: undefined } },
    ],
    ['of an old location service', { ...server, key: 'document/x#server/y' }],
  ])('is the card alone for one %s', (_, record) => {
    const [component] = draft(record).entities;
    expect(component?.metadata.annotations?.[REF]).toBe(page);
  });
});

describe('the documentation of a model server without a card', () => {
  const plain = serverRecord('granite');
  const page = `url:http://localhost:9090/modelcard?server=${encodeURIComponent(
    plain.key,
  )}`;
  const api = { type: 'openapi' as const, spec: '{}' };
  const at = (url: string) => ({
    ...plain,
    server: { ...plain.server, API: { ...api, url } },
  });
  const INSIDE = 'http://granite.demo.svc.cluster.local';

  it.each<[string, ServerInput, ShownUrls | undefined, string | undefined]>([
    ['ready', plain, undefined, page],
    ['not ready', { ...plain, state: 'not-ready' }, undefined, page],
    ['scaled to zero', { ...plain, state: 'scaled-to-zero' }, undefined, page],
    ['failed', { ...plain, state: 'failed' }, undefined, undefined],
    ['stopped', { ...plain, state: 'stopped' }, undefined, undefined],
    ['of an unknown state', { ...plain, state: undefined }, undefined, page],
    ['without a URL', at(''), undefined, undefined],
    ['with a URL in the cluster', at(INSIDE), 'all', page],
    ['whose URL may not be shown', at(INSIDE), 'external', undefined],
    [
      'whose URL outside may',
      at('https://granite.example.com'),
      'external',
      `${page}&urls=external`,
    ],
    ['whose URLs may not be shown at all', plain, 'none', undefined],
    [
      'of an old location service',
      { ...plain, key: 'document/x#server/y' },
      undefined,
      undefined,
    ],
  ])('%s', (_, record, urls, expected) => {
    const [component] = draft.with({ urls })(record).entities;
    expect(component?.metadata.annotations?.[REF]).toBe(expected);
  });
});

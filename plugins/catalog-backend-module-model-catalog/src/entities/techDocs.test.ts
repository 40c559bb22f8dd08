import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';

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
    expect(outcome(url, reads).found).toEqual([wanted, wanted]);
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

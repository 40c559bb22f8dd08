import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { SyncHarness } from '../../__testUtils__/SyncHarness';

/** Exchanges with the location service of RHDH 1.8 to 1.10; not part of this repository. */
const RECORDING = join(
  __dirname,
  '../../../../../../shared/recordings/location-go-0a79a60.jsonl',
);
const isThere = existsSync(RECORDING);
if (!isThere) {
  process.stdout.write('Recordings are not there: their replay is skipped\n');
}

const Exchange = z.object({
  step: z.string(),
  path: z.string(),
  status: z.number(),
  contentType: z.string().nullish(),
  body: z.unknown(),
  text: z.string().optional(),
});

function exchanges() {
  return readFileSync(RECORDING, 'utf8')
    .trim()
    .split('\n')
    .map(line => Exchange.parse(JSON.parse(line)));
}

/** Answers as recorded: the list of one step, and each document. */
function replay(harness: SyncHarness, step: string) {
  const recorded = exchanges();
  harness.server.answer(({ url }) => {
    const answer = recorded.find(
      ({ path, step: at }) => path === url && (path !== '/list' || at === step),
    );
    return (
      answer && {
        status: answer.status,
        headers: { 'content-type': answer.contentType ?? '' },
        body: answer.body ? JSON.stringify(answer.body) : answer.text,
      }
    );
  });
}

(isThere ? describe : describe.skip)('the recorded location service', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
  });

  afterEach(() => harness.stop());

  it('lists nothing at first', async () => {
    replay(harness, 'empty store');
    await harness.poll();
    expect(harness.sizes()).toEqual([]);
  });

  it('becomes entities of our shape, with every relation', async () => {
    replay(harness, 'two versions, not deployed');
    await harness.poll();
    replay(harness, 'registry model deployed, and a KServe-only server');
    await harness.poll();
    expect(harness.catalog.refs()).toEqual([
      'api:default/demo-sklearn-iris',
      'api:default/granite',
      'component:default/demo-sklearn-iris',
      'component:default/granite',
      'resource:default/demo-sklearn-iris',
      'resource:default/granite-31-8b-instruct-10',
      'resource:default/granite-31-8b-instruct-20-beta',
    ]);
    expect(harness.logger.warn).not.toHaveBeenCalled();
    expect(
      harness.catalog.get('resource:default/granite-31-8b-instruct-10'),
    ).toMatchObject({
      metadata: {
        description: 'IBM Granite\nfirst',
        tags: ['chat'],
        links: [
          { title: 'How to use', url: 'https://example.com/how' },
          {
            title: 'License',
            url: 'https://www.apache.org/licenses/LICENSE-2.0',
          },
        ],
        annotations: {
          'rhdh.modelcatalog.io/model-name': 'granite-31-8b-instruct-10',
          'rhdh.modelcatalog.io/artifact-uris':
            'oci://registry.example.com/granite:1.0',
          // The address in the document is the old service's own.
          'backstage.io/techdocs-ref': `url:${harness.server.url}/modelcard?key=org_modelsibm-granitemodel-01-8b`,
        },
      },
      spec: {
        type: 'ai-model',
        owner: 'user:default/team-a',
        dependencyOf: ['component:default/granite'],
      },
    });
    expect(harness.catalog.get('component:default/granite')).toMatchObject({
      metadata: {
        tags: ['chat', 'auth-not-required'],
        annotations: {
          'rhdh.modelcatalog.io/external-route-url':
            'https://granite-demo.apps.example.com',
        },
      },
      spec: {
        type: 'model-server',
        dependsOn: ['resource:default/granite-31-8b-instruct-10'],
        providesApis: ['api:default/granite'],
      },
    });
  });

  it('gets a definition that says how to supply the real one, where it says TBD', async () => {
    replay(harness, 'registry model deployed, and a KServe-only server');
    await harness.poll();
    const { metadata, spec } = harness.catalog.get(
      'api:default/demo-sklearn-iris',
    );
    expect(metadata.annotations).toMatchObject({
      'rhdh.modelcatalog.io/definition-origin': 'minimal',
    });
    expect(JSON.parse(String(spec?.definition))).toMatchObject({
      openapi: '3.0.3',
      info: { description: expect.stringContaining('`API Spec`') },
      servers: [{ url: 'https://sklearn-iris-demo.apps.example.com' }],
    });
    expect(harness.catalog.get('api:default/granite').spec?.definition).toBe(
      '{"openapi":"3.1.0","info":{"title":"G","version":"1"},"paths":{}}',
    );
  });
});

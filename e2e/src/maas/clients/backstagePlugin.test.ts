import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import {
  createActiveDoc,
  createBackend,
  createService,
  createUsage,
  startThreescale,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { z } from 'zod/v4';
import { describePublished } from '../../published/describePublished';
import { npmPackages } from '../../published/npmPackages';

jest.setTimeout(120_000);

/** The provider that Developer Hub ships. */
const PLUGIN = '@backstage-community/plugin-3scale-backend@3.17.0';

const plugin = npmPackages({
  folder: 'threescale-plugin',
  packages: [PLUGIN, '@backstage/config@1.3.3'],
});
const describePlugin = describePublished(plugin);

const mutationSchema = z.object({
  type: z.literal('full'),
  entities: z.array(
    z.object({
      entity: z.object({
        kind: z.string(),
        metadata: z.object({
          name: z.string(),
          links: z.array(z.object({ url: z.string(), title: z.string() })),
        }),
        spec: z.object({ type: z.string(), definition: z.string() }),
      }),
    }),
  ),
});

const DEFINITION = {
  openapi: '3.0.3',
  info: { title: 'Granite', version: '1', description: 'Chat' },
  paths: {
    '/v1/models': { get: { responses: { 200: { description: 'x' } } } },
  },
};

function addModel({ tenant }: Threescale): number {
  const name = 'granite-8b';
  const service = createService(tenant, { name, system_name: name });
  const backend = createBackend(tenant, {
    ...{ name, private_endpoint: 'http://granite.llm.svc:8080' },
  });
  createUsage(tenant, service.id, { backend_api_id: backend.id, path: '/' });
  createActiveDoc(tenant, {
    ...{ name, service_id: service.id, published: true },
    body: JSON.stringify(DEFINITION),
  });
  return service.id;
}

describePlugin(`the published Backstage provider (${PLUGIN})`, () => {
  let threescale: Threescale;

  beforeEach(async () => {
    threescale = await startThreescale();
  });
  afterEach(() => threescale.stop());

  const read = async (token = threescale.token) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      join(__dirname, 'readEntities.cjs'),
      ...[plugin.dir, threescale.url, token],
    ]);
    return { stdout, stderr };
  };

  it('makes an API of each product with a definition', async () => {
    const id = addModel(threescale);
    const { stdout, stderr } = await read();
    expect(stderr).toBe('');
    const { entities } = mutationSchema.parse(JSON.parse(stdout));
    // The sample has no definition of its own: the provider leaves such products out.
    expect(entities).toHaveLength(1);
    expect(entities[0]?.entity).toMatchObject({
      kind: 'API',
      metadata: {
        name: 'granite-8b',
        links: [
          { url: `${threescale.url}/apiconfig/services/${id}` },
          {
            title: 'Staging Apicast Endpoint',
            url: 'https://granite-8b-maas-apicast-staging.apps.example.com:443',
          },
          {
            title: 'Production Apicast Endpoint',
            url: 'https://granite-8b-maas-apicast-production.apps.example.com:443',
          },
        ],
      },
    });
    expect(JSON.parse(entities[0]?.entity.spec.definition ?? '')).toEqual(
      DEFINITION,
    );
  });

  it('asks for page 0, and is given the first', async () => {
    addModel(threescale);
    await read();
    expect(threescale.requests[0]).toContain('page=0&size=500');
  });

  it('is told when its token is wrong', async () => {
    const { stdout, stderr } = await read('a-wrong-token');
    expect(stdout).toBe('');
    expect(stderr).toContain('Forbidden');
  });
});

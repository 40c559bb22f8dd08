import { createServer, type IncomingMessage, type ServerResponse } from 'http';
import {
  type AuthProfile,
  DEFAULT_PLANS,
  PUBLISH,
  renderOfferings,
} from '@model-catalog/maas';
import {
  createApplication,
  createGateway,
  freshTenant,
  openDoors,
  operatedTenant,
} from '@model-catalog/threescale-simulator';
import { backendSpecSchema } from '@model-catalog/threescale-simulator/src/operator/specs/backend';
import { productSpecSchema } from '@model-catalog/threescale-simulator/src/operator/specs/product';

export const MODEL = 'granite-8b-code-instruct-128k';

/** What the publisher makes of our Granite. */
function objectsOf(authProfile: AuthProfile) {
  const [offering] = renderOfferings(
    [
      {
        resource: 'inferenceservice',
        namespace: 'llm-hosting',
        name: MODEL,
        uid: 'uid-1',
        labels: { [PUBLISH]: 'true' },
        annotations: {},
        modelFormat: 'vLLM',
        servedName: MODEL,
        endpoint: {
          scheme: 'http',
          service: `${MODEL}-predictor`,
          port: 8080,
          basePath: '',
        },
        demandsToken: false,
      },
    ],
    {
      targetNamespace: '3scale',
      clusterDomain: 'svc.cluster.local',
      authProfile,
      plans: { default: DEFAULT_PLANS },
      corsOrigins: ['*'],
      wildcardDomain: 'apps.example.com',
      tenantName: 'maas',
    },
  );
  const specOf = (wanted: string) =>
    offering?.objects.find(({ kind }) => kind === wanted)?.spec;
  return {
    backend: backendSpecSchema.parse(specOf('Backend')),
    product: productSpecSchema.parse(specOf('Product')),
  };
}

/** A model that streams when asked to; `/health` tells what headers it was sent. */
async function model(request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  if (request.url === '/health') {
    response.end(JSON.stringify(request.headers));
  } else if (Buffer.concat(chunks).includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of ['{"n":1}', '{"n":2}', '[DONE]']) {
      response.write(`data: ${part}\n\n`);
    }
    response.end();
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"choices":[]}');
  }
}

/** The simulated gateway with that product promoted, and one who subscribed to it. */
export interface Offered {
  readonly gateway: string;
  readonly key: string;
  stop(): Promise<void>;
}

/** Offers Granite as the publisher would. */
export async function offerGranite(authProfile: AuthProfile): Promise<Offered> {
  const server = createServer((request, response) => {
    void model(request, response);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  const { backend, product } = objectsOf(authProfile);
  const doors = await openDoors({ port: 0, productPort: 0, productPorts: 2 });
  const tenant = freshTenant({ endpointOf: doors.endpointOf });
  const operated = operatedTenant(tenant);
  operated.putBackend(backend);
  const { id } = operated.putProduct(product);
  operated.deploy(id);
  operated.promote(id);
  const account = tenant.accounts.list()[0]?.id ?? 0;
  const plan = tenant.applicationPlans.find(
    ({ service_id }) => service_id === id,
  );
  const { user_key } = createApplication(tenant, account, {
    name: 'smoke',
    plan_id: plan?.id,
  });
  const resolve = async (url: URL) =>
    new URL(`http://127.0.0.1:${address.port}${url.pathname}${url.search}`);
  doors.handle(createGateway({ tenant, resolve }));
  return {
    gateway: doors.endpointOf(product.systemName ?? '', 'production'),
    key: user_key,
    stop: async () => {
      await doors.stop();
      await new Promise<void>(done => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

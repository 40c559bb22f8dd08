import { digestOf, type Offering } from '@model-catalog/common';
import type { Source } from '@model-catalog/node';
import { z } from 'zod/v4';
import { ADMIN, eventually, Rig } from '../__testUtils__/Rig';

jest.setTimeout(60_000);

const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'x', version: '1' },
  paths: {},
});

function objectsOf(source: Source<Offering> | undefined): readonly Offering[] {
  const result = source?.current();
  return result && 'objects' in result ? result.objects : [];
}

describe('the offerings of 3scale’s operator', () => {
  let rig: Rig;
  afterEach(() => rig.stop());

  it('are its Products, with what leads to the model', async () => {
    rig = await Rig.start();
    await rig.offer('granite', 'http://u:p@granite-predictor.demo.svc:8080');
    const [source] = rig.read();
    await eventually(() => expect(objectsOf(source)).toHaveLength(1));
    expect(objectsOf(source)).toEqual([
      {
        id: `${ADMIN}/granite`,
        source: 'threescale',
        tenant: 'maas',
        systemName: 'granite',
        productId: '7',
        title: 'The granite',
        createdAt: expect.any(String),
        gatewayUrls: {
          production:
            'https://granite-maas-apicast-production.apps.example.com',
          staging: 'https://granite-maas-apicast-staging.apps.example.com',
        },
        backends: [
          {
            systemName: 'granite',
            privateUrl: 'http://granite-predictor.demo.svc:8080',
            service: { namespace: 'demo', name: 'granite-predictor' },
          },
        ],
        auth: {
          type: 'api-key',
          location: 'header',
          header: 'Authorization',
          scheme: 'Bearer',
        },
        plans: [
          {
            systemName: 'standard',
            title: 'Standard Plan',
            published: true,
            approvalRequired: false,
            limits: [],
          },
        ],
        operations: [
          { method: 'POST', pattern: '/v1/chat/completions$', metric: 'hits' },
        ],
        portal: {
          signup: 'https://maas.apps.example.com/signup',
          subscribe:
            'https://maas.apps.example.com/admin/service_contracts/new?service_id=7',
          admin: `https://${ADMIN}/apiconfig/services/7`,
        },
        state: 'ready',
      },
    ]);
    expect(source?.status()).toMatchObject({ state: 'complete' });
  });

  it('know the model server by the labels of its Service, and the ActiveDoc', async () => {
    rig = await Rig.start();
    await rig.client.create(
      '/api/v1/namespaces/demo/services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'odd',
          namespace: 'demo',
          labels: { 'serving.kserve.io/inferenceservice': 'granite' },
        },
        spec: { ports: [{ port: 80 }] },
      },
      z.unknown(),
    );
    await rig.client.create(
      '/api/v1/namespaces/3scale/secrets',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'doc', namespace: '3scale' },
        data: { 'openapi.json': Buffer.from(DOCUMENT).toString('base64') },
      },
      z.unknown(),
    );
    await rig.offer('granite', 'http://odd.demo.svc');
    await rig.threescale('ActiveDoc', 'doc', {
      spec: {
        name: 'doc',
        productSystemName: 'granite',
        published: true,
        activeDocOpenAPIRef: { secretRef: { name: 'doc' } },
      },
    });
    const [source] = rig.read();
    await eventually(() =>
      expect(objectsOf(source)).toEqual([
        expect.objectContaining({
          documentDigest: digestOf(DOCUMENT),
          backends: [
            expect.objectContaining({
              service: {
                namespace: 'demo',
                name: 'odd',
                server: 'demo/inferenceservice/granite',
              },
            }),
          ],
        }),
      ]),
    );
    expect(source?.text?.(digestOf(DOCUMENT))).toBe(DOCUMENT);
  });

  it('come and go with their objects', async () => {
    rig = await Rig.start();
    const [source] = rig.read();
    await eventually(() => expect(source?.current()?.state).toBe('complete'));
    await rig.offer('granite', 'http://granite-predictor.demo.svc');
    await eventually(() => expect(objectsOf(source)).toHaveLength(1));
  });

  it('are none, and nothing is asked but which kinds there are, without 3scale', async () => {
    rig = await Rig.start({ threescale: false });
    const [source] = rig.read();
    await eventually(() => expect(rig.asked()).toEqual(['GET /apis']));
    expect(source?.current()).toBeUndefined();
    expect(source?.status()).toBeUndefined();
    expect(rig.events).toEqual([]);
  });

  it('are kept when 3scale is gone that was there', async () => {
    rig = await Rig.start({ threescale: false });
    const [source] = rig.read({}, { wasComplete: true });
    await eventually(() => expect(source?.current()?.state).toBe('failed'));
  });

  it('are not claimed where they may not be read, which is said with the rule', async () => {
    rig = await Rig.start({
      users: [{ token: 'weak', user: 'weak', rules: [] }],
    });
    const [source] = rig.read({ client: rig.clientOf('weak') });
    await eventually(() =>
      expect(source?.current()).toMatchObject({
        state: 'unavailable',
        message: expect.stringContaining('resources ["products"]'),
      }),
    );
  });

  it('of some namespaces are those of no other', async () => {
    rig = await Rig.start();
    await rig.offer('granite', 'http://granite-predictor.demo.svc');
    const [source] = rig.read({ threescale: { namespaces: ['other'] } });
    await eventually(() => expect(source?.current()?.state).toBe('complete'));
    expect(objectsOf(source)).toEqual([]);
    expect(rig.asked().join()).not.toMatch(/v1beta1\/products/);
  });
});

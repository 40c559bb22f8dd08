import { digestOf, type Offering } from '@model-catalog/common';
import type { Source } from '@model-catalog/node';
import {
  startThreescale,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { z } from 'zod/v4';
import { eventually, Rig } from '../__testUtils__/Rig';

jest.setTimeout(60_000);

const TOKEN = 'a-read-only-token';
const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'x', version: '1' },
  paths: { '/published': { get: { responses: {} } } },
});

const Hits = z.object({ id: z.number(), system_name: z.string() });

/** The tenant's own calls, as its owner makes them. */
class Owner {
  constructor(private readonly threescale: Threescale) {}

  async call(
    method: string,
    path: string,
    form: { [field: string]: string } = {},
  ): Promise<{ [name: string]: { [field: string]: unknown } }> {
    const { url, token } = this.threescale;
    const answer = await fetch(`${url}/admin/api/${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
      },
      ...(method === 'GET' ? {} : { body: new URLSearchParams(form) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path} answered ${answer.status}`);
    }
    return answer.json();
  }

  /** A product `granite` with two backends, a plan and a document. */
  async product() {
    const { service } = await this.call('POST', 'services.json', {
      name: 'Granite',
      system_name: 'granite',
    });
    const of = `services/${service?.id}`;
    for (const [name, path] of [
      ['granite', '/'],
      ['mistral', '/mistral'],
    ] as const) {
      const { backend_api: backend } = await this.call(
        'POST',
        'backend_apis.json',
        {
          name,
          system_name: name,
          private_endpoint: `http://${name}-predictor.demo.svc.cluster.local`,
        },
      );
      await this.call('POST', `${of}/backend_usages.json`, {
        backend_api_id: String(backend?.id),
        path,
      });
    }
    await this.call('PATCH', `${of}/proxy.json`, {
      credentials_location: 'authorization',
    });
    const { application_plan: plan } = await this.call(
      'POST',
      `${of}/application_plans.json`,
      {
        name: 'Standard Plan',
        system_name: 'standard',
        state_event: 'publish',
      },
    );
    await this.limit(of, plan?.id, { period: 'minute', value: '60' });
    await this.call('POST', 'active_docs.json', {
      name: 'Granite',
      system_name: 'granite',
      service_id: String(service?.id),
      published: 'true',
      body: DOCUMENT,
    });
    return of;
  }

  /** Limits the calls of a plan, those of a product or of a backend. */
  async limit(of: string, plan: unknown, limit: { [field: string]: string }) {
    const { metrics } = z
      .object({ metrics: z.array(z.object({ metric: Hits })) })
      .parse(await this.call('GET', `${of}/metrics.json`));
    const path = `application_plans/${plan}/metrics/${metrics[0]?.metric.id}`;
    await this.call('POST', `${path}/limits.json`, limit);
  }

  async promote(of: string) {
    await this.call('POST', `${of}/proxy/deploy.json`);
    const { proxy_config: latest } = await this.call(
      'GET',
      `${of}/proxy/configs/sandbox/latest.json`,
    ).catch(() => ({ proxy_config: { version: 1 } }));
    const path = `${of}/proxy/configs/sandbox/${latest?.version}/promote.json`;
    await this.call('POST', path, { to: 'production' });
  }
}

function objectsOf(source: Source<Offering> | undefined): readonly Offering[] {
  const result = source?.current();
  return result && 'objects' in result ? result.objects : [];
}

describe('the offerings of a tenant, by its Admin API', () => {
  let rig: Rig;
  let threescale: Threescale;

  beforeEach(async () => {
    rig = await Rig.start({ threescale: false });
    threescale = await startThreescale({
      tokens: [{ value: TOKEN, permission: 'ro' }],
    });
  });
  afterEach(async () => {
    await rig.stop();
    await threescale.stop();
  });

  const admin = (token = TOKEN) => ({
    url: threescale.url,
    token: async () => token,
  });
  const granite = (source: Source<Offering> | undefined) =>
    objectsOf(source).find(({ systemName }) => systemName === 'granite');

  it('are its products as the gateway serves them', async () => {
    const owner = new Owner(threescale);
    await owner.promote(await owner.product());
    const [source] = rig.read({ threescale: { admin: admin() } });
    await eventually(() => expect(granite(source)).toBeDefined());
    expect(granite(source)).toMatchObject({
      source: 'threescale',
      title: 'Granite',
      state: 'ready',
      gatewayUrls: {
        production: expect.stringMatching(/^https:.*apicast-production/),
        staging: expect.stringMatching(/^https:.*apicast-staging/),
      },
      auth: { header: 'Authorization', scheme: 'Bearer' },
      backends: [
        {
          systemName: 'granite',
          service: { namespace: 'demo', name: 'granite-predictor' },
        },
        {
          systemName: 'mistral',
          path: '/mistral',
          service: { namespace: 'demo', name: 'mistral-predictor' },
        },
      ],
      plans: [
        {
          title: 'Standard Plan',
          published: true,
          limits: [{ metric: 'hits', period: 'minute', value: 60 }],
        },
      ],
      portal: {
        subscribe: expect.stringContaining('service_contracts/new?service_id='),
      },
      documentDigest: digestOf(DOCUMENT),
    });
    expect(source?.text?.(digestOf(DOCUMENT))).toBe(DOCUMENT);
    expect(source?.status()).toMatchObject({ state: 'complete' });
  });

  it('tell what is not promoted', async () => {
    const owner = new Owner(threescale);
    const of = await owner.product();
    const [source] = rig.read({
      threescale: { admin: admin() },
      intervalMs: 100,
    });
    await eventually(() =>
      expect(granite(source)?.state ?? 'none').toMatch(/none|unpromoted/),
    );
    await owner.promote(of);
    await eventually(() => expect(granite(source)?.state).toBe('ready'));
    await owner.call('PATCH', `${of}/proxy.json`, {
      credentials_location: 'headers',
    });
    await eventually(() => expect(granite(source)?.state).toBe('unpromoted'));
    // What is in production counts.
    expect(granite(source)?.auth.scheme).toBe('Bearer');
  });

  it('are read by few calls, never with the token in a URL', async () => {
    const owner = new Owner(threescale);
    await owner.promote(await owner.product());
    const before = threescale.requests.length;
    const [source] = rig.read({ threescale: { admin: admin() } });
    await eventually(() => expect(granite(source)).toBeDefined());
    const calls = threescale.requests.slice(before);
    expect(calls.length).toBeLessThanOrEqual(12);
    expect(calls.join('\n')).not.toContain(TOKEN);
    expect(calls.every(call => call.startsWith('GET '))).toBe(true);
    expect(calls[0]).toContain('account/proxy_configs/production.json');
  });

  it('are not claimed with a wrong token, which is said with what to do', async () => {
    const [source] = rig.read({ threescale: { admin: admin('wrong') } });
    await eventually(() =>
      expect(source?.current()).toMatchObject({
        state: 'unavailable',
        message: expect.stringContaining('Tokens'),
      }),
    );
    expect(JSON.stringify(rig.events)).not.toContain('wrong"');
  });

  it('fail when nobody answers, as what was read stays', async () => {
    const [source] = rig.read({
      threescale: {
        admin: {
          ...admin(),
          url: 'http://127.0.0.1:9',
          http: { retry: { retries: 0 } },
        },
      },
    });
    await eventually(() => expect(source?.current()?.state).toBe('failed'));
  });

  it('hold no secret that the tenant gives', async () => {
    const owner = new Owner(threescale);
    await owner.promote(await owner.product());
    const [source] = rig.read({ threescale: { admin: admin() } });
    await eventually(() => expect(granite(source)).toBeDefined());
    expect(JSON.stringify(source?.current())).not.toMatch(
      /"user_key":|secret|access_code/i,
    );
  });
});

describe('the offerings of objects and of the tenant', () => {
  it('are one where they are of one product', async () => {
    const threescale = await startThreescale({});
    const { admin_base_url: url } = threescale.tenant.provider;
    const rig = await Rig.start();
    try {
      expect(url).toContain('-admin');
      const owner = new Owner(threescale);
      await owner.promote(await owner.product());
      await rig.offer('granite', 'http://granite-predictor.demo.svc', {
        host: url,
      });
      const [source] = rig.read({
        threescale: {
          admin: { url: threescale.url, token: async () => threescale.token },
        },
      });
      await eventually(() => {
        const all = objectsOf(source).filter(
          ({ systemName }) => systemName === 'granite',
        );
        expect(all).toHaveLength(1);
        expect(all[0]).toMatchObject({
          title: 'The granite',
          plans: [{ title: 'Standard Plan' }],
          documentDigest: digestOf(DOCUMENT),
        });
      });
    } finally {
      await rig.stop();
      await threescale.stop();
    }
  });
});

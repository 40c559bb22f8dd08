import { request } from 'undici';
import { z } from 'zod/v4';
import { startThreescale, type Threescale } from './startThreescale';

jest.setTimeout(30_000);

const TOKEN = 'token-of-the-administrator';
const Json = z.record(z.string(), z.unknown());
const Page = z.object({
  services: z.array(z.object({ service: z.object({ name: z.string() }) })),
  metadata: z.record(z.string(), z.number()).optional(),
});

type Asked = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  json?: unknown;
  form?: Record<string, string>;
  authorization?: string;
  token?: string;
};

describe('the Admin API', () => {
  let threescale: Threescale;

  beforeEach(async () => {
    threescale = await startThreescale({
      token: TOKEN,
      tokens: [
        { value: 'reads-only', permission: 'ro' },
        { value: 'portal-only', scopes: ['cms'] },
      ],
    });
  });
  afterEach(() => threescale.stop());

  const ask = async (path: string, asked: Asked = {}) => {
    const { method = 'GET', json, form, authorization, token = TOKEN } = asked;
    const basic = `Basic ${Buffer.from(`:${token}`).toString('base64')}`;
    const type = form
      ? 'application/x-www-form-urlencoded'
      : 'application/json';
    const answer = await request(`${threescale.url}/admin/api/${path}`, {
      method,
      headers: {
        'content-type': type,
        ...(authorization !== '' && { authorization: authorization ?? basic }),
      },
      body: form ? new URLSearchParams(form).toString() : JSON.stringify(json),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  };
  const idOf = (body: unknown, name: string) =>
    z.object({ [name]: z.object({ id: z.int() }) }).parse(body)[name]?.id;
  const addService = async (name: string) => {
    const { body } = await ask('services.json', {
      ...{ method: 'POST', json: { name } },
    });
    return idOf(body, 'service');
  };

  it.each<[string, string, Asked]>([
    [
      'in the query',
      `services.json?access_token=${TOKEN}`,
      { authorization: '' },
    ],
    ['as the password of Basic', 'services.json', {}],
    [
      'as the user of Basic',
      'services.json',
      {
        authorization: `Basic ${Buffer.from(`${TOKEN}:`).toString('base64')}`,
      },
    ],
  ])('takes a token %s', async (_, path, asked) => {
    expect((await ask(path, asked)).status).toBe(200);
  });

  it('takes a token in a form', async () => {
    const { status } = await ask('services.json', {
      ...{ method: 'POST', authorization: '' },
      form: { name: 'Granite', access_token: TOKEN },
    });
    expect(status).toBe(201);
  });

  it.each<[string, Asked, string]>([
    ['no token', { authorization: '' }, 'Access denied'],
    ['an unknown token', { token: 'unknown' }, 'Access denied'],
    ['a token of another scope', { token: 'portal-only' }, 'permissions'],
    [
      'a write with a token that reads only',
      { token: 'reads-only', method: 'POST', json: { name: 'x' } },
      'permissions',
    ],
  ])('refuses %s with 403', async (_, asked, text) => {
    const { status, body } = await ask('services.json', asked);
    expect(status).toBe(403);
    expect(Json.parse(body).error).toContain(text);
  });

  it.each<[string, Asked]>([
    ['JSON', { json: { name: 'Granite' } }],
    ['wrapped JSON', { json: { service: { name: 'Granite' } } }],
    ['a form', { form: { name: 'Granite' } }],
    ['a wrapped form', { form: { 'service[name]': 'Granite' } }],
  ])('creates a product of %s', async (_, asked) => {
    const { status, body } = await ask('services.json', {
      ...{ method: 'POST', ...asked },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      service: {
        name: 'Granite',
        system_name: 'granite',
        backend_version: '1',
      },
    });
  });

  it.each([
    ['', 3, undefined],
    ['?page=0', 3, undefined],
    ['?per_page=2', 2, 2],
    ['?per_page=2&page=2', 1, 2],
    ['?per_page=2&page=9', 0, 2],
    ['?per_page=501', 3, undefined],
    ['?per_page=x&page=-1', 3, undefined],
  ])('pages %p to %d products', async (query, count, pages) => {
    await addService('One');
    await addService('Two');
    const { body } = await ask(`services.json${query}`);
    const page = Page.parse(body);
    expect(page.services).toHaveLength(count);
    expect(page.metadata?.total_pages).toBe(pages);
  });

  it('lists backend usages as a bare array', async () => {
    const [service] = threescale.tenant.services.list();
    const { body } = await ask(`services/${service?.id}/backend_usages.json`);
    expect(body).toMatchObject([{ backend_usage: { path: '/' } }]);
  });

  it.each<[string, Asked, number, object]>([
    ['services/999999.json', {}, 404, { status: 'Not found' }],
    ['services/x.json', {}, 404, { status: 'Not found' }],
    ['nothing.json', {}, 404, { status: 'Not found' }],
    [
      'services.json',
      { method: 'POST', json: {} },
      422,
      { errors: { name: ["can't be blank"] } },
    ],
    [
      'backend_apis.json',
      { method: 'POST', json: { name: 'x', private_endpoint: 'ftp://x' } },
      422,
      { errors: { private_endpoint: ['Invalid URL format'] } },
    ],
  ])('answers %s as 3scale does', async (path, asked, status, body) => {
    expect(await ask(path, asked)).toEqual({ status, body });
  });

  it('deploys with a change of the proxy, and promotes once', async () => {
    const id = await addService('Granite');
    const backend = await ask('backend_apis.json', {
      method: 'POST',
      json: { name: 'b', private_endpoint: 'http://granite.llm.svc' },
    });
    expect(backend.body).toMatchObject({
      backend_api: { private_endpoint: 'http://granite.llm.svc:80' },
    });
    await ask(`services/${id}/backend_usages.json`, {
      method: 'POST',
      json: { backend_api_id: idOf(backend.body, 'backend_api'), path: '/' },
    });
    await ask(`services/${id}/proxy.json`, {
      ...{ method: 'PATCH', form: { credentials_location: 'authorization' } },
    });
    await ask(`services/${id}/proxy/policies.json`, {
      method: 'PUT',
      form: { policies_config: '[{"name":"cors","version":"builtin"}]' },
    });
    const latest = `services/${id}/proxy/configs/sandbox/latest.json`;
    expect((await ask(latest)).body).toMatchObject({
      proxy_config: {
        version: 2,
        content: {
          proxy: {
            credentials_location: 'authorization',
            policy_chain: [{ name: 'cors' }, { name: 'apicast' }],
          },
        },
      },
    });
    const promote = () =>
      ask(`services/${id}/proxy/configs/sandbox/2/promote.json`, {
        ...{ method: 'POST', form: { to: 'production' } },
      });
    expect((await promote()).status).toBe(201);
    expect(await promote()).toEqual({
      status: 422,
      body: { errors: { version: ['has already been taken'] } },
    });
    const all = await ask(
      'account/proxy_configs/production.json?version=latest',
    );
    expect(all.body).toMatchObject({
      proxy_configs: [{ proxy_config: { version: 2 } }],
    });
  });

  it('tells a product that is being deleted until it is cleared', async () => {
    const id = await addService('Granite');
    await ask(`services/${id}.json`, { method: 'DELETE' });
    expect((await ask(`services/${id}.json`)).status).toBe(404);
    const status = `objects/status.json?object_type=service&object_id=${id}`;
    expect((await ask(status)).status).toBe(200);
    threescale.tenant.clear();
    expect((await ask(status)).status).toBe(404);
  });

  it.each([
    [{ kind: 'forbidden' }, 403],
    [{ kind: 'invalid' }, 422],
    [{ kind: 'unavailable' }, 503],
    [{ kind: 'html' }, 200],
    [{ kind: 'forbidden', method: 'POST' }, undefined],
    [{ kind: 'forbidden', path: /backend/ }, undefined],
    [{ kind: 'forbidden', times: 0 }, undefined],
  ] as const)('has the fault %j', async (fault, status) => {
    threescale.faults.set(fault);
    const answer = await request(`${threescale.url}/admin/api/services.json`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${TOKEN}:`).toString('base64')}`,
      },
    });
    const isPage = (await answer.body.text()).startsWith('<');
    expect(answer.statusCode).toBe(status ?? 200);
    expect(isPage).toBe(fault.kind === 'html' || fault.kind === 'unavailable');
  });
});

import { createServer, type Server } from 'node:http';
import { request } from 'undici';
import {
  addApplicationPlan,
  createActiveDoc,
  deploy,
  freshTenant,
  promote,
  type Tenant,
  updateProvider,
  updateProxy,
} from '../state';
import { createPortal } from './createPortal';
import { exampleOf } from './example';
import { Html, html } from './html';

jest.setTimeout(30_000);

let tenant: Tenant;
let server: Server;
let url = '';
let cookie = '';

beforeEach(async () => {
  tenant = freshTenant();
  cookie = '';
  updateProvider(tenant, { site_access_code: '' });
  server = createServer(
    createPortal({ tenant, adminUrl: 'http://127.0.0.1:1' }),
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address?.port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** As a browser: keeps the cookie, does not follow redirects. */
async function ask(path: string, form?: Record<string, string | number>) {
  const answer = await request(`${url}${path}`, {
    method: form ? 'POST' : 'GET',
    headers: {
      cookie,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body:
      form &&
      new URLSearchParams(
        Object.entries(form).map(([name, value]) => [name, String(value)]),
      ).toString(),
  });
  const set = answer.headers['set-cookie'];
  if (typeof set === 'string') cookie = set.split(';')[0] ?? '';
  return {
    status: answer.statusCode,
    location: answer.headers.location,
    text: await answer.body.text(),
  };
}

const signIn = (username = 'john') => ask('/login', { username });

const serviceId = () => tenant.services.list()[0]?.id ?? 0;
const plan = (name: string) =>
  tenant.applicationPlans.find(one => one.name === name)?.id ?? 0;

describe('a page', () => {
  it('shows texts as texts', () => {
    const name = '<script>alert("1")</script>';
    expect(html`<p title="${name}">${[name, new Html('<b>')]}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<b></p>',
    );
  });
});

describe('the models', () => {
  it('are products with a published plan', async () => {
    const before = await ask('/');
    expect(before.text).toContain('data-product="api"');
    for (const one of tenant.applicationPlans.list()) {
      tenant.applicationPlans.put({ ...one, state: 'hidden' });
    }
    const { text } = await ask('/');
    expect(text).not.toContain('data-product="api"');
    expect(text).toContain('No model is offered');
  });
});

describe('a developer', () => {
  it('signs in first, and comes back to what was asked for', async () => {
    const wanted = `/admin/service_contracts/new?service_id=${serviceId()}`;
    const { status, location } = await ask(wanted);
    expect(status).toBe(303);
    expect(location).toBe(`/login?back=${encodeURIComponent(wanted)}`);
    const signedIn = await ask('/login', { username: 'john', back: wanted });
    expect(signedIn.location).toBe(wanted);
    expect((await ask(wanted)).text).toContain('Subscribe to API');
  });

  it('subscribes and gets a key', async () => {
    await signIn();
    const { location } = await ask('/admin/applications', {
      service_id: serviceId(),
      plan_id: plan('Unlimited'),
      name: 'my notebook',
    });
    const { text } = await ask(String(location));
    const made = tenant.applications.find(one => one.name === 'my notebook');
    expect(made?.state).toBe('live');
    expect(text).toContain(`id="user-key">${made?.user_key}<`);
    const list = await ask('/admin/applications');
    expect(list.text).toContain('my notebook');
    expect(list.text).not.toContain(made?.user_key);
  });

  it('signs up with an account of their own', async () => {
    const { location } = await ask('/signup', {
      org_name: 'Claims',
      username: 'mia',
      email: 'mia@example.com',
    });
    expect(location).toBe('/admin/services');
    expect((await ask('/')).text).toContain('mia');
  });

  it('is told what a form has wrong', async () => {
    const { status, text } = await ask('/signup', {
      org_name: 'Claims',
      username: 'john',
      email: 'john@example.com',
    });
    expect(status).toBe(422);
    expect(text).toContain('has already been taken');
  });
});

describe('the call that a page shows', () => {
  const path = '/v1/chat/completions';
  const example = { model: 'granite', prompt: "it's" };
  const definition = {
    openapi: '3.0.3',
    paths: {
      '/v1/completions': {
        post: {
          requestBody: {
            content: { 'application/json': { example: { other: 1 } } },
          },
        },
      },
      [path]: {
        post: {
          requestBody: { content: { 'application/json': { example } } },
        },
      },
    },
  };

  const shown = (credentials_location: string) => {
    const id = serviceId();
    createActiveDoc(tenant, {
      name: 'API',
      body: JSON.stringify(definition),
      published: true,
      service_id: id,
    });
    updateProxy(tenant, id, { credentials_location, auth_user_key: 'X-Key' });
    const { version } = deploy(tenant, id);
    promote(tenant, id, { from: 'sandbox', version, to: 'production' });
    const [application] = tenant.applications.list();
    if (!application) throw new Error('there is no application');
    return exampleOf(tenant, { ...application, user_key: 'k1' });
  };
  const endpoint = 'https://api-maas-apicast-production.apps.example.com:443';
  const body = `-H 'Content-Type: application/json' \\\n  -d '{"model":"granite","prompt":"it'\\''s"}'`;

  it.each([
    [
      'authorization',
      `curl '${endpoint}${path}' \\\n  -H 'Authorization: Bearer k1' \\\n  ${body}`,
    ],
    ['headers', `curl '${endpoint}${path}' \\\n  -H 'X-Key: k1' \\\n  ${body}`],
    ['query', `curl '${endpoint}${path}?X-Key=k1' \\\n  ${body}`],
  ])('has the key and the body where they belong: %s', (place, text) => {
    expect(shown(place)).toBe(text);
  });
});

describe('what is not one’s own', () => {
  it('an application of somebody else', async () => {
    const other = tenant.applications.list()[0];
    await ask('/signup', { org_name: 'X', username: 'x1', email: 'x@y.z' });
    const { status, text } = await ask(`/admin/applications/${other?.id}`);
    expect(status).toBe(404);
    expect(text).not.toContain(other?.user_key);
  });

  it('a plan that is not published', async () => {
    await signIn();
    const hidden = addApplicationPlan(tenant, serviceId(), { name: 'Hidden' });
    const before = tenant.applications.size;
    const { status } = await ask('/admin/applications', {
      service_id: serviceId(),
      plan_id: hidden.id,
      name: 'mine',
    });
    expect(status).toBe(404);
    expect(tenant.applications.size).toBe(before);
  });

  it.each(['//evil.example.com', 'https://evil.example.com', '/\\evil'])(
    'is nowhere to go back to: %s',
    async back => {
      const { location } = await ask('/login', { username: 'john', back });
      expect(location).toBe('/admin/services');
    },
  );

  it('the portal, by another name', async () => {
    const { statusCode, body } = await request(url, {
      headers: { host: 'portal.evil.example.com' },
    });
    await body.dump();
    expect(statusCode).toBe(421);
  });
});

describe('a tenant with an access code', () => {
  it('shows nothing else until it is given', async () => {
    updateProvider(tenant, { site_access_code: 'sesame' });
    expect((await ask('/')).text).not.toContain('data-product');
    await ask('/access_code', { access_code: 'wrong' });
    expect((await ask('/')).text).not.toContain('data-product');
    await ask('/access_code', { access_code: 'sesame' });
    expect((await ask('/')).text).toContain('data-product="api"');
  });
});

describe('the API docs', () => {
  it('are the published definitions', async () => {
    expect((await ask('/docs')).text).toContain('/docs/echo.json');
    expect(JSON.parse((await ask('/docs/echo.json')).text)).toMatchObject({
      info: { title: 'Echo API' },
    });
    const [echo] = tenant.activeDocs.list();
    if (echo) tenant.activeDocs.put({ ...echo, published: false });
    expect((await ask('/docs/echo.json')).status).toBe(404);
  });
});

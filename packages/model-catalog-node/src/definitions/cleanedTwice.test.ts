import { cleanOpenApi } from './cleanOpenApi';

const URLS = ['https://granite.apps.example.com'];
const info = { title: 'vLLM', version: '1' };

/** Its digest must not depend on how often it was cleaned. */
it.each([[false], [null], ['x'], [{}], [[]], [undefined]])(
  'a definition whose servers are %p is clean once it was cleaned',
  servers => {
    const body = { servers, openapi: '3.1.0', info, paths: {} };
    const once = cleanOpenApi(body, URLS);
    expect(once).toMatchObject({ ok: true });
    expect(once.ok && cleanOpenApi(JSON.parse(once.text), URLS)).toEqual(once);
  },
);

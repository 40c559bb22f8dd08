import type { ServerResponse } from 'node:http';
import {
  failure,
  startTestServer,
  TestServer,
} from '../http/__testUtils__/testServer';
import { createKubernetesClient } from './client';
import { explicitKubernetesConfig } from './config';
import { listAll } from './listAll';
import type { KubernetesClient } from './types';

type Answer = (query: URLSearchParams, response: ServerResponse) => void;

const page = (
  items: unknown,
  metadata: Record<string, string> = { resourceVersion: '9' },
) => JSON.stringify({ metadata, items });

const gone = {
  kind: 'Status',
  code: 410,
  reason: 'Expired',
  message: 'The provided continue parameter is too old',
};

describe('listAll', () => {
  const open: Array<TestServer | KubernetesClient> = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  async function list(answer: Answer, maxBytes?: number) {
    const server = await startTestServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      response.setHeader('content-type', 'application/json');
      answer(searchParams, response);
    });
    const client = createKubernetesClient(
      explicitKubernetesConfig({ server: server.url }),
      { maxBytes, retry: { retries: 0 } },
    );
    open.push(server, client);
    const { signal } = new AbortController();
    const listing = listAll({ client, path: '/things', pageSize: 100, signal });
    return { listing, requests: server.requests };
  }

  it('joins the pages', async () => {
    const { listing } = await list((query, response) => {
      const next = { '': 'b', b: 'c', c: '' }[query.get('continue') ?? ''];
      response.end(
        page([query.get('continue')], {
          resourceVersion: '9',
          continue: next ?? '',
        }),
      );
    });
    expect(await listing).toEqual({
      items: [null, 'b', 'c'],
      resourceVersion: '9',
    });
  });

  it('knows the null that Go writes for an empty list', async () => {
    const { listing } = await list((_, response) => response.end(page(null)));
    expect((await listing).items).toEqual([]);
  });

  it('starts again when a continue token expires, and forgets what it had', async () => {
    let expired = 0;
    const { listing } = await list((query, response) => {
      if (!query.get('continue')) {
        const metadata = { resourceVersion: '9', continue: 'b' };
        response.end(page(['first'], metadata));
      } else if (expired < 2) {
        expired += 1;
        response.writeHead(410).end(JSON.stringify(gone));
      } else {
        response.end(page(['second']));
      }
    });
    expect((await listing).items).toEqual(['first', 'second']);
  });

  it('does not start again for ever', async () => {
    const { listing, requests } = await list((_, response) => {
      response.writeHead(410).end(JSON.stringify(gone));
    });
    const error = await failure(listing);
    expect(error).toMatchObject({ status: 410, reason: 'Expired' });
    expect(requests).toHaveLength(4);
  });

  it('does not follow a continue token that leads nowhere', async () => {
    const { listing, requests } = await list((_, response) => {
      response.end(page(['a'], { resourceVersion: '9', continue: 'same' }));
    });
    expect((await failure(listing)).kind).toBe('content');
    expect(requests).toHaveLength(2);
  });

  it('takes smaller pages when one is too large', async () => {
    const limits: (string | null)[] = [];
    const { listing } = await list((query, response) => {
      limits.push(query.get('limit'));
      const count = Math.min(5, Number(query.get('limit')));
      response.end(page(Array.from({ length: count }, () => 'x'.repeat(100))));
    }, 300);
    expect((await listing).items).toHaveLength(1);
    expect(limits).toEqual(['100', '20', '4', '1']);
  });

  it('gives up when even one object is too large', async () => {
    const { listing } = await list(
      (_, response) => response.end(page(['x'.repeat(400)])),
      300,
    );
    expect((await failure(listing)).kind).toBe('too-large');
  });

  it('takes no list without a version, from which nothing could be watched', async () => {
    const { listing } = await list((_, response) => response.end(page([], {})));
    expect((await failure(listing)).kind).toBe('content');
  });
});

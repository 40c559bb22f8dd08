import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { REMOVALS_PATH, removalsRouter } from './removals';

jest.setTimeout(30_000);

const IDS = ['team/a', 'team/b'];

describe('the route for refused removals', () => {
  let server: Server;
  let url: string;
  let isLeader = true;
  const approved: string[] = [];

  beforeAll(async () => {
    const state = () => ({
      leader: { isLeader, holder: 'pod-1' },
      lastRun: { refused: { kserve: IDS } },
    });
    const approve = (source: string, ids: readonly string[]) => {
      approved.push(...ids.map(id => `${source} ${id}`));
      return true;
    };
    const app = express();
    app.use(removalsRouter({ approve, state }));
    server = createServer(app);
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}${REMOVALS_PATH}`;
  });
  beforeEach(() => {
    isLeader = true;
    approved.length = 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it('lists them, where somebody writes', async () => {
    const listed = await (await fetch(url)).json();
    expect(listed).toMatchObject({ isLeader: true, refused: { kserve: IDS } });
    isLeader = false;
    const none = await (await fetch(url)).json();
    expect(none).toEqual({ isLeader: false, holder: 'pod-1', refused: {} });
  });

  const said = (ids: unknown) => JSON.stringify({ source: 'kserve', ids });

  it.each([
    ['what is listed', said(['team/a', 'team/c']), 200, ['kserve team/a']],
    ['what is not', said(['team/c']), 404, []],
    ['nothing', said([]), 400, []],
    ['no JSON', '{"source":', 400, []],
    ['more than it reads', 'x'.repeat(33 * 1024 * 1024), 400, []],
  ])('asked for %s', async (_, body, status, expected) => {
    const answer = await fetch(url, { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect(approved).toEqual(expected);
  });

  it('approves nothing where another writes', async () => {
    isLeader = false;
    const answer = await fetch(url, { method: 'POST', body: said(IDS) });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('pod-1');
    expect(approved).toEqual([]);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { createRouter } from './router';

describe('the location routes of a hub', () => {
  let server: Server;

  beforeAll(async () => {
    const one = express.Router();
    one.get('/list', (_request, response) => {
      response.json({ uris: [] });
    });
    const app = express();
    app.use(
      createRouter(
        new Map([['east 1', { router: one }]]),
        mockServices.httpAuth(),
      ),
    );
    app.use(
      // Express knows an error handler by its four parameters.
      (
        error: Error,
        _request: express.Request,
        response: express.Response,
        _next: express.NextFunction,
      ) => {
        response.status(error.name === 'NotAllowedError' ? 403 : 401).end();
      },
    );
    server = createServer(app);
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it.each<[string, string, string | undefined, number]>([
    ['another plugin', '/east%201/list', mockCredentials.service.header(), 200],
    [
      'one that asks for no entry',
      '/west/list',
      mockCredentials.service.header(),
      404,
    ],
    ['a user', '/east%201/list', mockCredentials.user.header(), 403],
    ['nobody', '/east%201/list', mockCredentials.none.header(), 401],
    ['nobody, for no entry', '/west/list', mockCredentials.none.header(), 401],
    [
      'a token that is none',
      '/east%201/list',
      mockCredentials.service.invalidHeader(),
      401,
    ],
  ])('answer %s (%s)', async (_, path, authorization, expected) => {
    const { port } = server.address() as AddressInfo;
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: authorization ? { authorization } : {},
    });
    expect(status).toBe(expected);
  });
});

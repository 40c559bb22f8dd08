import { rendered, server, settings } from './__testUtils__/servers';
import { renderOfferings } from './renderOfferings';

it('a server at which the publisher fails, for a reason that nobody foresaw, changes in nothing and blocks nobody', () => {
  const broken = Object.defineProperty(server({ name: 'broken' }), 'endpoint', {
    enumerable: true,
    get: () => {
      throw new Error('nobody thought of this');
    },
  });
  const [first, second] = renderOfferings([server(), broken], settings);
  expect(first).toMatchObject({
    server: 'llm-hosting/inferenceservice/broken',
  });
  expect(first).toMatchObject({
    objects: [],
    problems: [
      {
        severity: 'error',
        message: expect.stringContaining('nobody thought of this'),
      },
    ],
  });
  expect(second).toEqual(rendered());
});

import type { z } from 'zod/v4';
import { HttpError } from '../http';
import { findDashboard } from './findDashboard';

const CONSOLE = '/apis/console.openshift.io/v1/consolelinks/';
const ROUTES = '/apis/route.openshift.io/v1/namespaces/';

/** A cluster that has some objects and refuses some paths. */
function cluster(
  objects: Record<string, unknown>,
  refused: Record<string, number> = {},
) {
  const asked: string[] = [];
  return {
    asked,
    client: {
      get: async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
        asked.push(path);
        const status =
          Object.entries(refused).find(([start]) =>
            path.startsWith(start),
          )?.[1] ?? (objects[path] === undefined ? 404 : undefined);
        if (status !== undefined) {
          throw new HttpError('refused', {
            kind: 'status',
            method: 'GET',
            url: path,
            status,
          });
        }
        return schema.parse(objects[path]);
      },
    },
  };
}

const link = (href: string) => ({ spec: { href } });
const route = (host: string) => ({
  metadata: { name: 'rhods-dashboard', namespace: 'redhat-ods-applications' },
  spec: { host, tls: { termination: 'reencrypt' } },
});

const RHODS = `${ROUTES}redhat-ods-applications/routes/rhods-dashboard`;

describe('where the dashboard is', () => {
  it('is said by the link in the console', async () => {
    const { client } = cluster({
      [`${CONSOLE}rhodslink`]: link('https://rh-ai.apps.example.com/'),
      [RHODS]: route('rhods-dashboard-x.apps.example.com'),
    });

    expect(await findDashboard(client)).toEqual({
      state: 'found',
      url: 'https://rh-ai.apps.example.com',
    });
  });

  it('is said by its Route, where links may not be read', async () => {
    const { client } = cluster(
      { [RHODS]: route('rhods-dashboard-x.apps.example.com') },
      { [CONSOLE]: 403 },
    );

    expect(await findDashboard(client)).toEqual({
      state: 'found',
      url: 'https://rhods-dashboard-x.apps.example.com',
    });
  });

  it.each([
    // eslint-disable-next-line no-script-url
    'javascript:alert(1)',
    'http://dashboard.example.com',
    'https://user:secret@dashboard.example.com',
    'https://dashboard.example.com/?next=x',
  ])('is not said by a link to %s', async href => {
    const { client } = cluster({ [`${CONSOLE}rhodslink`]: link(href) });

    expect(await findDashboard(client)).toEqual({ state: 'absent' });
  });

  it('is nowhere, where nothing of it exists', async () => {
    const { client, asked } = cluster({});

    expect(await findDashboard(client)).toEqual({ state: 'absent' });
    expect(asked).toHaveLength(4);
  });

  it.each([403, 500])(
    'is not known, where something answers %i and nothing else says it',
    async status => {
      const { client } = cluster({}, { [ROUTES]: status });

      expect(await findDashboard(client)).toEqual({ state: 'unknown' });
    },
  );
});
